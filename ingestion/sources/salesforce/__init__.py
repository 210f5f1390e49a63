"""Salesforce: objects by SOQL, deletions and merges through queryAll."""
