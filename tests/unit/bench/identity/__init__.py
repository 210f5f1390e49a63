"""Tests of the benchmark of identity resolution."""
