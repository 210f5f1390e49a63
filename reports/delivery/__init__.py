"""Getting a finished message to each reader at most once: outbox, transports, notices to the data owner."""
