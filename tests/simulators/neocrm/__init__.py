"""Neocrm, simulated: its objects through XOQL, with ids beyond what a float can hold."""
