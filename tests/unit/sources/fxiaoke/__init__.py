"""Fxiaoke, beyond what every connector is tested for."""
