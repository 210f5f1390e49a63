"""Fxiaoke, simulated: both ways of authorisation, its objects, errors inside HTTP 200 only."""
