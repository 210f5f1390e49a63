"""Jotform, simulated."""
