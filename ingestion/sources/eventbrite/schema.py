"""What a connection to Eventbrite needs. Every default that is no documented fact can be changed here."""

from pydantic import Field, SecretStr

from ingestion.sources.spec import ConnectionSettings


class EventbriteSettings(ConnectionSettings):
    """One Eventbrite account.

    `organization_id` is asked for its attendees where a contract names no event. `lists_forever` says that
    attendees who cancelled, were refunded or removed stay in the list with another status; when it is off,
    those no longer listed are looked for in each pull, at the price of one more reading of all ids.
    """

    base_url: str = "https://www.eventbriteapi.com"
    token: SecretStr
    organization_id: str = ""
    lists_forever: bool = True
    requests_per_hour: int = Field(default=1000, ge=1)
