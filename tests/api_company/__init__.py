"""A made-up company whose leads come over APIs and by exported files."""
