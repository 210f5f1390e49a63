"""Unit tests of ingestion/intake."""
