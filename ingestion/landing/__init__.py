"""The landing zone: raw bytes, typed Parquet, quarantine and manifest. No parsing, no business rules."""
