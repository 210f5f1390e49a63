"""Tests of reports.locales."""
