"""Ocean Engine's open API as the connector sees it. Made up."""
