"""Eventbrite, simulated."""
