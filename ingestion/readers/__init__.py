"""Readers: bytes of one file in, text columns with line numbers out. No meaning of values, no storage."""
