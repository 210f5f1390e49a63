"""Typeform: the responses to web forms."""
