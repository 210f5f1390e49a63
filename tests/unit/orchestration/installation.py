"""An installation small enough for a unit test: a company, no sources, a data folder of its own."""

from datetime import time
from pathlib import Path

from orchestration.company import Company, CompanyName
from orchestration.configuration import Configuration
from orchestration.home import Home
from orchestration.resources import Installation
from orchestration.settings import Settings
from reports.subscriptions import Subscriptions

COMPANY = Company(
    name=CompanyName(en="Acme Valves", zh="示例阀门"),
    time_zone="Asia/Shanghai",
    currency="CNY",
    languages=("zh-CN", "en"),
    data_owner="data@example.com",
    daily_run_at=time(6, 30),
)


def small_installation(root: Path, subscriptions: Subscriptions | None = None) -> Installation:
    """Return an installation whose data folder is `root`; nothing is created."""
    settings = Settings(home=root, config=root / "config")
    configuration = Configuration(settings, COMPANY, (), {}, subscriptions or Subscriptions(()))
    return Installation(configuration, Home(settings.home))
