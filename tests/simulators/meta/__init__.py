"""Meta's Graph API as the connector sees it. Made up."""
