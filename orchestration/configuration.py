"""The whole configuration of one installation, validated at once. Each part's own module defines it."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingestion.contracts.load import ContractErrors, load_contracts
from ingestion.contracts.model import CompanyDefaults, Contract
from orchestration.checks.landed import LANDED_CHECKS
from orchestration.checks.marts import mart_checks
from orchestration.checks.pulls import PULL_CHECK
from orchestration.checks.thresholds import Threshold, ThresholdErrors, load_thresholds
from orchestration.company import Company, CompanyErrors, load_company
from orchestration.connections import (
    Connection,
    ConnectionErrors,
    check_pulled_sources,
    load_connections,
)
from orchestration.delivery import smtp_problems
from orchestration.home import Home
from orchestration.seeds import channel_codes, check_channels, check_seeds
from orchestration.settings import Settings, SettingsErrors, load_secrets, load_settings
from reports.subscriptions import SubscriptionErrors, Subscriptions, load_subscriptions

_KNOWN_ENTRIES = {"company.yml", "connections.yml", "sources", "seeds", "checks.yml", "reports.yml"}


class ConfigurationErrors(Exception):
    """Everything that is wrong with the settings and the company's folder, each with its name."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Configuration:
    """A valid configuration."""

    settings: Settings
    company: Company
    contracts: tuple[Contract, ...]
    thresholds: dict[str, Threshold]
    subscriptions: Subscriptions
    connections: dict[str, Connection] = field(default_factory=dict)

    @property
    def home(self) -> Home:
        """The data folder."""
        return Home(self.settings.home)

    @property
    def company_seeds(self) -> Path:
        """The company's own seeds; the folder may be missing."""
        return self.settings.config / "seeds"


def _unknown_entries(folder: Path) -> list[str]:
    """A misspelt `check.yml` would otherwise be a file that changes nothing."""
    problems = []
    for entry in sorted(folder.iterdir()):
        if (
            entry.name in _KNOWN_ENTRIES
            or entry.name.startswith((".", "_"))
            or entry.suffix in (".md", ".py")
        ):
            continue
        near = difflib.get_close_matches(entry.name, _KNOWN_ENTRIES, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(_KNOWN_ENTRIES))}."
        problems.append(f"{entry.name}: nothing reads this. {hint}")
    return problems


def load_configuration(
    settings: Settings | None = None, secrets: Mapping[str, str] | None = None
) -> Configuration:
    """Read and validate everything; the environment too, unless `settings` (and `secrets`) are given.

    Raises:
        ConfigurationErrors: with all problems of all parts at once.
    """
    problems: list[str] = []
    if settings is None:
        try:
            settings, secrets = load_settings(), load_secrets()
        except SettingsErrors as error:
            raise ConfigurationErrors(error.problems) from error
    folder = settings.config
    if not folder.is_dir():
        raise ConfigurationErrors([f"LEADMILL_CONFIG: there is no folder {folder}."])
    problems += smtp_problems(settings)
    problems += _unknown_entries(folder)

    company: Company | None = None
    contracts: list[Contract] | None = None
    connections: dict[str, Connection] = {}
    thresholds: dict[str, Threshold] | None = None
    subscriptions: Subscriptions | None = None
    try:
        company = load_company(folder / "company.yml")
    except CompanyErrors as error:
        problems += error.problems
    try:
        # Without a valid company the contracts are still checked, so that all problems show at once.
        defaults = company.defaults if company else CompanyDefaults()
        contracts = load_contracts(folder / "sources", defaults)
    except ContractErrors as error:
        problems += error.problems
    try:
        connections = load_connections(folder / "connections.yml", secrets or {})
        problems += check_pulled_sources(contracts or (), connections)
    except ConnectionErrors as error:
        problems += error.problems
    problems += check_seeds(folder / "seeds")
    if contracts is not None:
        problems += check_channels(contracts, channel_codes(folder / "seeds"))
    try:
        # The names and limits of the checks are the same wherever the landing zone is.
        thresholds = load_thresholds(folder / "checks.yml", (*LANDED_CHECKS, PULL_CHECK, *mart_checks("")))
    except ThresholdErrors as error:
        problems += error.problems
    try:
        subscriptions = load_subscriptions(folder / "reports.yml")
    except SubscriptionErrors as error:
        problems += error.problems

    if problems or company is None or contracts is None or thresholds is None or subscriptions is None:
        raise ConfigurationErrors(problems)
    return Configuration(settings, company, tuple(contracts), thresholds, subscriptions, connections)
