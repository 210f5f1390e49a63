"""Simulators of the outside systems: real HTTP on loopback, one seeded world, faults on demand. Made up."""
