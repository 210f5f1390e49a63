"""Jinshuju, simulated."""
