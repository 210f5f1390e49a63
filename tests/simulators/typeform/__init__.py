"""Typeform, simulated."""
