"""What a contract may say under `api.options`: read the same way for every resource."""

from collections.abc import Mapping, Sequence
from typing import Any


def read_options(
    resource: str, options: Mapping[str, Any], required: Sequence[str] = (), optional: Sequence[str] = ()
) -> dict[str, str]:
    """Return the options as texts; raises ValueError, saying which there are, for unknown or missing ones."""
    names = [*required, *optional]
    unknown = sorted(options.keys() - set(names))
    if unknown:
        known = f"its options are {', '.join(names)}" if names else "it has none"
        raise ValueError(f"resource '{resource}' has no option '{unknown[0]}'; {known}")
    missing = [name for name in required if not str(options.get(name) or "").strip()]
    if missing:
        raise ValueError(f"resource '{resource}' needs the option '{missing[0]}'; give it under api.options")
    return {name: str(value) for name, value in options.items()}


def unknown_resource(system: str, name: str, known: Mapping[str, Any]) -> ValueError:
    """Return the error for a resource that a system has not."""
    return ValueError(f"{system} has no resource '{name}'; it has: {', '.join(known)}")
