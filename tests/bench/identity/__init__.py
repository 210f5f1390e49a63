"""How good and how dear identity resolution is, on sets whose truth is known."""
