"""The simulators together."""
