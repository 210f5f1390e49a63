"""Every case, one line a system."""

import importlib
import importlib.util
import pkgutil

import tests.simulators
from tests.conformance.case import Case


def all_cases() -> list[Case]:
    """Return the CASES that the packages below tests/simulators declare, by source name."""
    cases: list[Case] = []
    for module in pkgutil.iter_modules(tests.simulators.__path__):
        name = f"tests.simulators.{module.name}.cases"
        if module.ispkg and importlib.util.find_spec(name) is not None:
            cases += importlib.import_module(name).CASES
    return sorted(cases, key=lambda case: case.source)
