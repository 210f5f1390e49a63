"""A made-up company of a dozen leads, for runs that need no crowd; tests/sample_company has thousands."""
