"""Jiandaoyun, simulated: one app with three forms."""
