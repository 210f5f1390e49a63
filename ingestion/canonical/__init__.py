"""The canonical vocabulary: which entities exist, their fields, their types. No parsing, no files."""
