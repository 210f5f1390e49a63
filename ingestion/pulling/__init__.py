"""Pulling records out of systems: the window, the pull, its record and certificate. No system's API here."""
