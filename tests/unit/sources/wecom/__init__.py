"""Unit tests of ingestion/sources/wecom."""
