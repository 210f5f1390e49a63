"""The one way to speak to outside APIs: sessions, retries, limits, tokens. No system is known here."""
