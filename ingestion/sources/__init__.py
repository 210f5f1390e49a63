"""The systems that Leadmill pulls from, one folder each."""
