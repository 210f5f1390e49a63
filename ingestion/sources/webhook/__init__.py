"""Webhooks: what systems pushed to the intake."""
