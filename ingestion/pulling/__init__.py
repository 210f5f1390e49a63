"""Pulling records out of systems: windows, the pull itself, its record and its certificate. No system's API here."""
