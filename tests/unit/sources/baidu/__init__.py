"""Tests of what is Baidu's own."""
