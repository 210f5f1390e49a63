"""A connector that is asked with other options than the contract's, for what must be refused."""

from collections.abc import Mapping
from typing import Any

from ingestion.pulling.resource import Connector, Resource


class Overriding:
    """Passes on to `connector`, with these `options` over the contract's."""

    def __init__(self, connector: Connector, options: Mapping[str, Any]) -> None:
        self._connector, self._options = connector, options

    def resource(self, name: str, options: Mapping[str, Any]) -> Resource:
        """Return the resource with the overriding options."""
        return self._connector.resource(name, {**options, **self._options})

    def close(self) -> None:
        """Close the connector."""
        self._connector.close()
