"""Tests of reports.document."""
