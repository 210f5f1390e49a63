"""A simulated Salesforce org: OAuth, describe, SOQL through query and queryAll."""
