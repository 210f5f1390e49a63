"""Published marts into figures, charts, mails and files. A library: no Dagster, no ingestion."""
