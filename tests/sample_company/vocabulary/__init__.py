"""The words that the made-up world is drawn from: tables of constants, no randomness and no files."""
