"""What can go wrong with an outside API, as errors whose text is one sentence that says what to do."""


class ApiError(Exception):
    """An API could not be used. The text names the system, what happened and the remedy; no secret."""


class CredentialsRefused(ApiError):
    """The system does not accept the credentials."""


class ScopeMissing(ApiError):
    """The credentials are right, but do not allow what was asked for."""


class QuotaUsedUp(ApiError):
    """The system's allowance is used up for longer than a run waits."""


class RequestRefused(ApiError):
    """The system understands the request and refuses it: a wrong name, id, field or setting."""


class Unavailable(ApiError):
    """The system did not give a usable answer, however often it was asked."""


class HostRefused(ApiError):
    """An address outside the system's allowed hosts; nothing was sent to it."""


class AnswerTooLarge(ApiError):
    """An answer above the size limit; it was not read to its end."""
