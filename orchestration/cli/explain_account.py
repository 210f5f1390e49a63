"""How `leadmill explain` shows an account. What is known is in `explaining_accounts.py`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestration.explaining_accounts import AccountExplanation, CompanyMatch, CompanyRecord

_REASONS = {
    "domain_name": "one domain, and names that are spellings of one",
    "domain": "one domain, beside which no name tells anything else",
    "name_place": "one name, in one place",
    "name": "one name, which no other company has",
    "domain_label": "one name, on domains that differ in the ending only",
    "crm_link": "a lead and the account that it was converted into",
    "same_person": "records of one person",
    "phone": "one switchboard",
    "group": "one domain or name, of which a person took other records out",
}
_HINTS = {
    "parent_field": "the CRM names it as the parent",
    "branch_name": "the name is that of a branch",
    "group_name": "one of the two is a group of the same name",
    "place_name": "the same name with a place",
    "shared_domain": "other names on one domain",
    "same_name": "the same name in another place or on another domain",
}


def account_lines(found: "AccountExplanation") -> Iterator[str]:
    """Yield the lines that explain an account."""
    yield f"Account {found.account_id}: {found.name or 'name unknown'}"
    yield f"  {found.lead_count} lead(s), {found.opportunity_count} opportunity(ies)"
    for record in found.records:
        yield f"  {_record(record)}"
    if len(found.records) == 1 and not found.matches:
        yield "No other record was found to be the same company."
    for match in found.matches:
        one, other = match.records
        yield ""
        yield f"{one} {'=' if match.is_merged else '≠'} {other}"
        yield f"  {_reason(match)}"
    for relative in found.relatives:
        yield ""
        place = "above" if relative.is_parent else "below"
        yield f"May stand {place} it: {relative.account_id}  {relative.name or 'name unknown'}"
        yield f"  {_HINTS[relative.rule]} ({relative.evidence}); trusted to {relative.confidence:.0%}"


def _reason(match: "CompanyMatch") -> str:
    if match.decided_at is not None:
        what = "the same company" if match.rule == "human_same" else "different companies"
        why = f": {match.evidence}" if match.evidence else ""
        return f"{match.decided_by} decided on {match.decided_at:%Y-%m-%d} that they are {what}{why}"
    kept = (
        ""
        if match.is_merged
        else "; kept apart by a decision, or since places or domains contradict each other"
    )
    return f"{_REASONS[match.rule]}: {match.evidence}{kept}"


def _record(record: "CompanyRecord") -> str:
    what = {
        "account": "account in a CRM",
        "reference": "named by others, never landed itself",
        "leads": f"written in {record.lead_record_count} lead record(s)",
    }[record.kind]
    return "  ".join(filter(None, (record.account_record_id, what, record.name, record.domain)))
