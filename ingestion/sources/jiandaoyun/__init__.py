"""Jiandaoyun (简道云): the data of any form. What the API does and what is unverified is in README.md."""
