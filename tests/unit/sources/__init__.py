"""Tests of the connectors, beyond what the conformance tests ask of each."""
