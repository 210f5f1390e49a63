"""Unit tests of tests/api_company."""
