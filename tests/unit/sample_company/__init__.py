"""Tests of the generator of the made-up company."""
