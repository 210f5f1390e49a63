"""The Dagster assets: what is landed, the dbt models, the publication, the reports."""
