"""What every connector must do, tested the same way for each against its system's simulator."""
