"""Tests of reports.figures."""
