"""The company: what `company.yml` says about it. Contracts, seeds, checks and subscriptions are elsewhere."""

import re
import zoneinfo
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from ingestion.contracts.model import CompanyDefaults, TestLeadRules

Language = Literal["zh-CN", "en"]


class CompanyErrors(Exception):
    """Every problem found in company.yml."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _clock(value: Any) -> Any:
    """YAML 1.1 reads an unquoted 06:30 as the number 390; both spellings mean half past six."""
    if isinstance(value, time):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)
    if isinstance(value, str) and re.fullmatch(r"\d{1,2}:\d{2}", value):
        hours, minutes = (int(part) for part in value.split(":"))
        if hours < 24 and minutes < 60:
            return time(hours, minutes)
    raise ValueError("expected a time of day such as 06:30")


ClockTime = Annotated[time, BeforeValidator(_clock)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CompanyName(_Model):
    """The company's name in both report languages."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)


class Company(_Model):
    """One company.

    Attributes:
        name: in English and Chinese.
        time_zone: IANA zone in which days, weeks and months are counted, and schedules run.
        currency: ISO 4217 code in which `*_base` amounts are.
        languages: languages in which reports are built.
        data_owner: e-mail address that gets failure messages.
        conversion_window_days: age in days from which a cohort counts as mature.
        attribution_lookback_days: days before a won deal in which a touch counts for it.
        default_phone_region: ISO 3166 country of phone numbers without a country code.
        test_leads: how the company's own test leads are recognised; they are quarantined.
        daily_run_at: local time of the scheduled daily run.
        reports_at: local time of the scheduled reports, on Mondays and on the first of a month.
    """

    name: CompanyName
    time_zone: str
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    languages: tuple[Language, ...] = Field(min_length=1)
    data_owner: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    conversion_window_days: int = Field(default=90, ge=1, le=3650)
    attribution_lookback_days: int = Field(default=90, ge=1, le=3650)
    default_phone_region: str = Field(default="CN", pattern=r"^[A-Z]{2}$")
    test_leads: TestLeadRules = TestLeadRules()
    daily_run_at: ClockTime = time(6, 0)
    reports_at: ClockTime = time(7, 30)

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            zoneinfo.ZoneInfo(value)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no IANA time zone; write for example Asia/Shanghai") from error
        return value

    @field_validator("languages")
    @classmethod
    def _each_once(cls, value: tuple[Language, ...]) -> tuple[Language, ...]:
        if len(set(value)) != len(value):
            raise ValueError("a language is named twice")
        return value

    @property
    def defaults(self) -> CompanyDefaults:
        """What contracts inherit."""
        return CompanyDefaults(time_zone=self.time_zone, currency=self.currency)

    def local(self, moment: datetime) -> datetime:
        """Return `moment` (aware) in the company's zone."""
        return moment.astimezone(zoneinfo.ZoneInfo(self.time_zone))


def load_company(path: Path) -> Company:
    """Read company.yml.

    Raises:
        CompanyErrors: with all problems at once, each "company.yml: key: what is wrong".
    """
    name = path.name
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CompanyErrors(
            [f"{name}: there is no such file in {path.parent}; LEADMILL_CONFIG must name a company's folder."]
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CompanyErrors([f"{name}: cannot be read: {error}"]) from error
    except yaml.YAMLError as error:
        raise CompanyErrors([f"{name}: not valid YAML: {error}"]) from error
    if not isinstance(content, dict):
        raise CompanyErrors([f"{name}: expected keys such as name, time_zone and currency."])
    try:
        return Company.model_validate(content)
    except ValidationError as error:
        problems = []
        for item in error.errors():
            message = str(item["msg"]).removeprefix("Value error, ")
            problems.append(f"{name}: {'.'.join(str(part) for part in item['loc'])}: {message}.")
        raise CompanyErrors(problems) from error
