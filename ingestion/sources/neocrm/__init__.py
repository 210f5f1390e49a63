"""Neocrm (销售易): any object through XOQL. What the API does and what is unverified is in README.md."""
