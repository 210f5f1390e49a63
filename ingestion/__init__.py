"""Pull leads in: contracts, readers, the landing zone. A library: no Dagster, no reports."""
