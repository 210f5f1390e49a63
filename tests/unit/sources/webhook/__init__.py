"""Unit tests of ingestion/sources/webhook."""
