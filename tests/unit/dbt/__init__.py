"""Tests of the dbt project: each module builds a tiny landed world once and asserts many things about it."""
