"""Unit tests of ingestion/sources/jotform."""
