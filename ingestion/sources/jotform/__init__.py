"""Jotform: the submissions of web forms."""
