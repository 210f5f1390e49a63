"""The one way in which Leadmill speaks to outside APIs: sessions, retries, limits, tokens. No system is known here."""
