"""Meta (Facebook, Instagram): leads of lead forms, and what campaigns cost a day."""
