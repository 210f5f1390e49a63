"""The `leadmill` command, one file a subcommand."""
