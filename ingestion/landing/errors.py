"""The error of the landing zone itself, as opposed to the refusal of a file."""


class LandingError(Exception):
    """The landing zone cannot do what was asked; the message says why and what to do. Nothing was changed."""
