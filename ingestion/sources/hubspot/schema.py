"""The settings of a HubSpot connection, and the shapes of its replies that the code relies on."""

from collections.abc import Mapping
from typing import Any, Self, TypedDict

from pydantic import Field, SecretStr, model_validator

from ingestion.sources.spec import ConnectionSettings


class HubspotSettings(ConnectionSettings):
    """A HubSpot connection: a private app's `access_token`, or a public app's three OAuth values.

    `modified` and `merged` name, for each kind of object, the property that holds the time of the last change
    and the one that holds the ids merged into it. Archived objects are listed for `archive_days`.
    """

    base_url: str = "https://api.hubapi.com"
    access_token: SecretStr | None = None
    client_id: str = ""
    client_secret: SecretStr | None = None
    refresh_token: SecretStr | None = None
    page_size: int = Field(default=100, ge=1, le=200)
    history_page_size: int = Field(default=50, ge=1, le=50)
    searches_per_second: int = Field(default=4, ge=1)
    requests_per_10_seconds: int = Field(default=100, ge=1)
    archive_days: int = Field(default=90, ge=1)
    modified: Mapping[str, str] = Field(
        default={
            "contacts": "lastmodifieddate",
            "companies": "hs_lastmodifieddate",
            "deals": "hs_lastmodifieddate",
        }
    )
    merged: Mapping[str, str] = Field(
        default={
            "contacts": "hs_calculated_merged_vids",
            "companies": "hs_merged_object_ids",
            "deals": "hs_merged_object_ids",
        }
    )

    @model_validator(mode="after")
    def _has_one_way_to_log_in(self) -> Self:
        oauth = (self.client_id, self.client_secret, self.refresh_token)
        if self.access_token is None and not all(oauth):
            raise ValueError("needs access_token, or client_id, client_secret and refresh_token")
        return self


class Record(TypedDict, total=False):
    """An object as list, search and batch read give it; all property values are texts."""

    id: str
    properties: dict[str, str | None]
    propertiesWithHistory: dict[str, list[dict[str, Any]]]
    createdAt: str
    updatedAt: str
    archived: bool
    archivedAt: str
    associations: dict[str, dict[str, Any]]


class Filter(TypedDict, total=False):
    """One condition of a search."""

    propertyName: str
    operator: str
    value: str
