"""Eventbrite: the attendees of the company's events."""
