"""Tests of what is Meta's own."""
