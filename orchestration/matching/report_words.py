"""How the training report writes names, chances and weights."""

from decimal import Decimal

from orchestration.matching.comparisons import Level
from reports.locales import numbers
from reports.locales.locale import Locale

_RARE = 0.01  # below, one in so many says more than a percentage


def comparison_name(name: str, locale: Locale) -> str:
    """Return what a comparison is called."""
    return locale.text(f"training.comparison.{name}")


def block_name(name: str, locale: Locale) -> str:
    """Return what the pairs of a block have in common."""
    return locale.text(f"training.block.{name}")


def level_name(level: Level, locale: Locale) -> str:
    """Return what a level is called in the seed."""
    return level.label_zh if locale.language.startswith("zh") else level.label_en


def weight_text(weight: float, places: int = 1) -> str:
    """Return a weight with its sign: '+13.7', '−5.8', '0.0'."""
    sign = "+" if weight > 0 else ""
    return sign + numbers.grouped(weight, places)


def chance(share: float, locale: Locale) -> str:
    """Return a share as a percentage, or as one in so many when it is small: '63.8%', '1 in 20.7K'."""
    if share >= _RARE:
        return locale.percent(share)
    return locale.text("training.one_in", count=numbers.compact(Decimal(1 / share), locale.language))
