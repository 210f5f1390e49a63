"""HubSpot: CRM objects by list and search, stage histories, associations, archived and merged ids."""
