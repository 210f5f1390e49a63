"""Estimating what the comparisons of identity resolution are worth. Matching itself is dbt's."""
