"""Unit tests of ingestion/sources/jinshuju."""
