"""Baidu search ads (百度营销): what campaigns cost a day."""
