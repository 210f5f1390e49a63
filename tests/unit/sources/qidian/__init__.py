"""Unit tests of ingestion/sources/qidian."""
