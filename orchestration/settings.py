"""The environment: the only module that reads it, and the only one that writes it (for dbt and Dagster).

What one installation needs to know (where its data and its configuration lie, how mail leaves) belongs
here. What one company decides (zone, currency, sources, recipients) belongs to its configuration folder.
"""

import difflib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Self

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent
SAMPLE_CONFIG = PROJECT_ROOT / "tests" / "sample_company" / "config"

_PREFIX = "LEADMILL_"
# The secrets of connections: SECRET_PREFIX<CONNECTION>_<FIELD>. Which there are is known to connections.py.
SECRET_PREFIX = "LEADMILL_SECRET_"  # noqa: S105 - a name, no secret
_ENV_FILE = ".env"


class SettingsErrors(Exception):
    """Every problem found in the environment, each with the variable's name."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class LogFormat(StrEnum):
    """How log lines look when nobody watches: `text` for people, `json` for a log collector."""

    TEXT = "text"
    JSON = "json"


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Settings(BaseSettings):
    """Settings of one installation; each is the environment variable LEADMILL_<NAME>."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=_ENV_FILE, env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    home: Path = Path("leadmill_data")
    config: Path = SAMPLE_CONFIG
    log_format: LogFormat = LogFormat.TEXT
    smtp_host: str | None = None
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    smtp_timeout_seconds: float = Field(default=30.0, gt=0, le=600)
    smtp_ca_file: Path | None = None

    @field_validator("smtp_host", "smtp_user", "smtp_password", "smtp_ca_file", mode="before")
    @classmethod
    def _blank_means_unset(cls, value: object) -> object:
        """`LEADMILL_SMTP_HOST=` in an .env file means that there is none."""
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("home", "config", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        """Make it absolute: dbt runs in a folder of its own, where a relative path means another place."""
        return value.expanduser().resolve()

    @model_validator(mode="after")
    def _mail_settings_belong_together(self) -> Self:
        if (self.smtp_user is None) != (self.smtp_password is None):
            raise ValueError(
                "LEADMILL_SMTP_USER and LEADMILL_SMTP_PASSWORD go together: set both or neither."
            )
        if self.smtp_user is not None and self.smtp_host is None:
            raise ValueError("LEADMILL_SMTP_USER is set but LEADMILL_SMTP_HOST is not.")
        if self.smtp_ca_file is not None and not self.smtp_ca_file.is_file():
            raise ValueError("LEADMILL_SMTP_CA_FILE names no file.")
        return self

    @property
    def uses_sample_config(self) -> bool:
        """True when the configuration folder is the made-up sample company's."""
        return self.config == SAMPLE_CONFIG.resolve()


def _unknown_variables(environment: Mapping[str, str]) -> list[str]:
    known = {f"{_PREFIX}{name.upper()}" for name in Settings.model_fields}
    problems = []
    for name in sorted(environment):
        if name.startswith(_PREFIX) and name not in known and not name.startswith(SECRET_PREFIX):
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else " See .env.example for those there are."
            problems.append(f"{name}: there is no such setting.{hint}")
    return problems


def load_settings() -> Settings:
    """Read the environment (and `.env` in the current folder).

    Raises:
        SettingsErrors: with all problems at once.
    """
    problems = _unknown_variables(os.environ)
    settings: Settings | None = None
    try:
        settings = Settings()
    except ValidationError as error:
        for item in error.errors():
            message = str(item["msg"]).removeprefix("Value error, ")
            name = f"{_PREFIX}{str(item['loc'][0]).upper()}: " if item["loc"] else ""
            # Never repeat the value: it may be a secret put under the wrong name.
            problems.append(f"{name}{message}")
    if settings is None or problems:
        raise SettingsErrors(problems)
    return settings


def load_secrets() -> dict[str, str]:
    """Return the secrets of connections by their variables, from the environment and from `.env`."""
    found = {**dotenv_values(_ENV_FILE), **os.environ}
    return {name: value for name, value in found.items() if name.startswith(SECRET_PREFIX) and value}


def warehouse_memory_mb() -> int:
    """Return how much memory the warehouse may take, in MB: 7 GB, or two thirds of a smaller machine.

    The engine keeps to it and works on disk beyond it; the process takes up to 2 GB more.
    """
    installed_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_000_000
    return min(7000, installed_mb * 2 // 3)


def export_for_dbt(home: Path) -> None:
    """Set what dbt's profile reads with env_var, and keep dbt from phoning home."""
    os.environ.update(
        LEADMILL_HOME=str(home), DBT_WAREHOUSE_MEMORY=f"{warehouse_memory_mb()}MB", DO_NOT_TRACK="1"
    )


@contextmanager
def dagster_home(folder: Path) -> Iterator[None]:
    """Let Dagster's own configuration in `folder` find that folder, for the body."""
    before = os.environ.get("DAGSTER_HOME")
    os.environ["DAGSTER_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["DAGSTER_HOME"]
        else:
            os.environ["DAGSTER_HOME"] = before


def dagster_environment(settings: Settings, dagster_home: Path) -> dict[str, str]:
    """Return the environment in which Dagster's own commands find this installation."""
    return {
        **os.environ,
        "DAGSTER_HOME": str(dagster_home),
        "LEADMILL_HOME": str(settings.home),
        "LEADMILL_CONFIG": str(settings.config),
        "DO_NOT_TRACK": "1",
    }
