"""A simulated Zoho CRM org: OAuth, records by page and token, deleted records, stage histories."""
