"""The only importer of Dagster: settings, assets, checks, schedules, sensors and the `leadmill` command."""
