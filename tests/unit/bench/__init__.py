"""Tests of the benchmark's own arithmetic; it is not run here."""
