"""Documentation made from the project itself: the data dictionary in two languages, and dbt's own pages."""
