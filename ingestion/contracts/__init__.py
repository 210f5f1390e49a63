"""Contracts: what each file source promises, as declared by the company in YAML. No reading, no mapping."""
