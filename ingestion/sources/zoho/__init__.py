"""Zoho CRM: modules by page token, deleted records, stage histories, users."""
