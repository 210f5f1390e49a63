"""Dagster's entry point: the definitions of the installation that the environment names."""

from orchestration.assembly import build_definitions
from orchestration.configuration import load_configuration
from orchestration.resources import Installation

_configuration = load_configuration()
_configuration.home.prepare()

defs = build_definitions(Installation(_configuration, _configuration.home))
