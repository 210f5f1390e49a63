"""The made-up world: companies, people, leads, deals, follow-ups, spend. Knows nothing of file formats."""
