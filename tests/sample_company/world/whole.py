"""The whole made-up world as one value."""

from dataclasses import dataclass

from tests.sample_company.world.model import (
    Activity,
    Company,
    LeadRecord,
    Opportunity,
    Person,
    Span,
    SpendRow,
    TargetRow,
    Touch,
)


@dataclass(frozen=True)
class World:
    """Everything that happened."""

    span: Span
    companies: list[Company]
    people: list[Person]
    records: list[LeadRecord]
    opportunities: list[Opportunity]
    activities: list[Activity]
    touches: list[Touch]
    spend: list[SpendRow]
    targets: list[TargetRow]
