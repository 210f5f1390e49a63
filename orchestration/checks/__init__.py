"""Data-quality checks: Great Expectations suites on landed data and on marts, run as asset checks."""
