"""Tests of what is Google Ads' own."""
