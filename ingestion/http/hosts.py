"""Which addresses a session may speak to: the configured one, and those the system is known to hand out."""

import ipaddress
import socket
from urllib.parse import urlsplit

from ingestion.http.errors import HostRefused


class AllowedHosts:
    """The hosts of one connection.

    `base_url` was set by the company's administrator and is taken at its word, also when it lies on this
    machine. Addresses that come in replies (an instance, a next page) must be of the same host, or match one
    of `patterns` ("*.salesforce.com") over https and lie on the public network.
    """

    def __init__(self, base_url: str, patterns: tuple[str, ...] = ()) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise HostRefused(f"base_url {base_url!r} is no address; write it as https://host.")
        if parts.scheme == "http" and not _is_this_machine(parts.hostname):
            raise HostRefused(f"base_url {base_url!r} is not encrypted; write it with https.")
        self._base = (parts.scheme, parts.hostname)
        self._patterns = patterns
        self._known: set[str] = set()

    def check(self, url: str) -> None:
        """Return when the address is allowed; raises HostRefused otherwise."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if (parts.scheme, host) == self._base or host in self._known:
            return
        if parts.scheme != "https" or not any(_matches(host, pattern) for pattern in self._patterns):
            raise HostRefused(
                f"{host or url!r} is not among the hosts of this connection; nothing was sent to it."
            )
        for address in _addresses(host):
            if not ipaddress.ip_address(address).is_global:
                raise HostRefused(f"{host} lies on a private network ({address}); nothing was sent to it.")
        self._known.add(host)


def _matches(host: str, pattern: str) -> bool:
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _addresses(host: str) -> set[str]:
    try:
        return {str(info[4][0]) for info in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise HostRefused(f"{host} has no address ({error}).") from error
