"""Baidu's marketing API and its token endpoint as the connector sees them. Made up."""
