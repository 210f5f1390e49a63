"""Taking in webhooks: signatures, the durable store of deliveries, the ASGI application. No records here."""
