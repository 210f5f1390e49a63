"""Contracts for public data sets and the figures they must give. No data is kept here."""
