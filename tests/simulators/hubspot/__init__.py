"""A simulated HubSpot portal: OAuth, lists, search with its ceiling, batch reads, associations."""
