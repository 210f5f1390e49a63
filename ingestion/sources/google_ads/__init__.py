"""Google Ads: what campaigns cost a day."""
