"""Unit tests of ingestion/sources/typeform."""
