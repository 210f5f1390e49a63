"""Unit tests of ingestion/sources/eventbrite."""
