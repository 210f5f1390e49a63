"""Tests, the simulators of outside systems and the made-up sample company with its truth."""
