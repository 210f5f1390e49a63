"""Tencent Qidian, simulated."""
