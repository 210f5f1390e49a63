"""WeCom customer contact, simulated."""
