"""Tests of what is Ocean Engine's own."""
