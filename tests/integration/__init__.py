"""Tests of several parts together, on the made-up sample company."""
