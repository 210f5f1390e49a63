"""Who gets which report: reports.yml of the company's folder, read whole and checked before anything runs.

    sender: Leadmill <reports@example.com>       # From of every mail; needed once anybody is subscribed
    files_at: https://files.example.com/reports  # optional: named in a mail whose attachments were too large
    subscriptions:
      - report: funnel            # funnel, roi or loss
        cadence: weekly           # weekly or monthly; roi and loss are monthly only
        language: zh-CN           # zh-CN or en
        recipients: [boss@example.com]

When a subscription is due is the scheduler's business, how its mail travels is in `delivery`.
"""

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import yaml
from email_validator import EmailNotValidError, validate_email

from reports.locales.catalogue import LANGUAGES

CADENCES = {"funnel": ("weekly", "monthly"), "roi": ("monthly",), "loss": ("monthly",)}
_TOP = {"sender", "files_at", "subscriptions"}
_FIELDS = ("report", "cadence", "language", "recipients")


class SubscriptionErrors(Exception):
    """Everything wrong in reports.yml. `problems`: sentences 'reports.yml: key: what is wrong; remedy'."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Subscription:
    """One report, how often, in which language, to whom."""

    report: str
    cadence: str
    language: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """All of reports.yml. `sender` is None only if nobody is subscribed."""

    items: tuple[Subscription, ...]
    sender: str | None = None
    files_at: str | None = None

    def of(self, report: str, cadence: str) -> tuple[Subscription, ...]:
        """The subscriptions to one report at one cadence."""
        return tuple(item for item in self.items if (item.report, item.cadence) == (report, cadence))


def load_subscriptions(path: Path) -> Subscriptions:
    """Read reports.yml; raises SubscriptionErrors with all problems at once."""
    return _Check(path.name).file(path)


class _Check:
    def __init__(self, name: str) -> None:
        self._name = name
        self._problems: list[str] = []
        self._seen: dict[tuple[str, str, str, str], str] = {}

    def file(self, path: Path) -> Subscriptions:
        content = self._content(path)
        for key in sorted(set(map(str, content)) - _TOP):
            self._say(key, f"no such setting; there are {', '.join(sorted(_TOP))}")
        entries = content.get("subscriptions") or []
        if not isinstance(entries, list):
            self._say("subscriptions", "must be a list; start each entry with a dash")
            entries = []
        items = [self._item(f"subscriptions[{number}]", entry) for number, entry in enumerate(entries, 1)]
        sender = self._sender(content.get("sender"), is_needed=bool(entries))
        files_at = content.get("files_at")
        if files_at is not None and (not isinstance(files_at, str) or not files_at.isprintable()):
            self._say("files_at", "must be the address or path of the shared report folder, on one line")
        if self._problems:
            raise SubscriptionErrors(self._problems)
        return Subscriptions(tuple(item for item in items if item), sender, files_at)

    def _content(self, path: Path) -> dict[Any, Any]:
        try:
            content = yaml.safe_load(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise SubscriptionErrors(
                [f"{path.name}: not found; write 'subscriptions: []' into it if nobody gets mail"]
            ) from None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            at = " ".join(str(error).split())
            raise SubscriptionErrors([f"{path.name}: is not readable YAML in UTF-8: {at}"]) from error
        if content is None:
            return {}
        if not isinstance(content, dict):
            raise SubscriptionErrors([f"{path.name}: must hold the setting 'subscriptions:' with a list"])
        return content

    def _item(self, where: str, entry: object) -> Subscription | None:
        if not isinstance(entry, dict):
            self._say(where, f"must give {', '.join(_FIELDS)}")
            return None
        before = len(self._problems)
        for key in sorted(set(map(str, entry)) - set(_FIELDS)):
            self._say(f"{where}.{key}", f"no such setting; there are {', '.join(_FIELDS)}")
        report = self._one_of(where, "report", entry, tuple(CADENCES))
        cadences = CADENCES.get(report, ("weekly", "monthly"))
        cadence = self._one_of(where, "cadence", entry, cadences, of=f"the {report} report" if report else "")
        language = self._one_of(where, "language", entry, LANGUAGES)
        recipients = self._recipients(where, entry, (report, cadence, language))
        if len(self._problems) > before:
            return None
        return Subscription(report, cadence, language, recipients)

    def _one_of(
        self, where: str, key: str, entry: dict[Any, Any], allowed: tuple[str, ...], of: str = ""
    ) -> str:
        value = entry.get(key)
        if isinstance(value, str) and value in allowed:
            return value
        found = "is missing" if value is None else f"{value!r} is not possible" + (f" for {of}" if of else "")
        self._say(f"{where}.{key}", f"{found}; write {' or '.join(allowed)}")
        return ""

    def _recipients(
        self, where: str, entry: dict[Any, Any], subscription: tuple[str, str, str]
    ) -> tuple[str, ...]:
        given = entry.get("recipients")
        if not isinstance(given, list) or not given:
            self._say(f"{where}.recipients", "must list at least one e-mail address")
            return ()
        found = []
        for number, text in enumerate(given, 1):
            key = f"{where}.recipients[{number}]"
            address = self._address(key, text)
            if address is None:
                continue
            # The outbox sends once to an address, whatever its letter case: say so instead of skipping.
            first = self._seen.setdefault((*subscription, address.casefold()), key)
            if first != key:
                self._say(key, f"{address} gets this report already by {first}; remove one")
            found.append(address)
        return tuple(found)

    def _sender(self, given: object, *, is_needed: bool) -> str | None:
        if given is None:
            if is_needed:
                self._say("sender", "is missing; write the address that the mails come from")
            return None
        # Checked before parsing, which would drop a line break silently.
        if not isinstance(given, str) or not given.isprintable():
            self._say("sender", "must be one line such as Leadmill <reports@example.com>")
            return None
        name, bare = parseaddr(given)
        address = self._address("sender", bare or given)
        return str(Address(name, addr_spec=address)) if address else None

    def _address(self, key: str, text: object) -> str | None:
        try:
            # Without DNS: configuration is checked offline. ascii_email: also old mail servers take it.
            checked = validate_email(str(text), check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as error:
            self._say(key, f"{text!r} is not an e-mail address: {error}")
            return None
        return checked.ascii_email

    def _say(self, key: str, problem: str) -> None:
        self._problems.append(f"{self._name}: {key}: {problem}")
