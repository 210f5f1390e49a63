"""Fxiaoke (纷享销客): any object, with either way of authorisation. What is unverified is in README.md."""
