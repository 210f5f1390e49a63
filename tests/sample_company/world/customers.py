"""The CRM's accounts and contacts: the companies and people behind the deals, and some that never bought."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tests.sample_company.world.draw import stream
from tests.sample_company.world.model import Company, Opportunity, Person

IN_A_GROUP = 0.06  # share of accounts that belong to the group of an earlier account
MILLION_PER_HEAD = 0.9  # annual revenue in million CNY for one employee


@dataclass(frozen=True)
class Account:
    """A customer company in the CRM; revenue in units of 10,000 CNY."""

    account_id: str
    company: Company
    revenue_10k: Decimal
    parent_name: str | None
    owner_id: str
    created_at: datetime


@dataclass(frozen=True)
class Contact:
    """A person at an account."""

    contact_id: str
    account_id: str | None
    person: Person
    created_at: datetime


def make_customers(seed: int, deals: list[Opportunity]) -> tuple[list[Account], list[Contact]]:
    """Return accounts and contacts, each once, in the order of their first deal."""
    rng = stream(seed, "customers")
    accounts: dict[str, Account] = {}
    contacts: dict[str, Contact] = {}
    for deal in deals:
        if deal.account_id and deal.account_id not in accounts:
            parents = list(accounts.values())
            parent = rng.choice(parents) if parents and rng.random() < IN_A_GROUP else None
            revenue = deal.company.employees * MILLION_PER_HEAD * 100 * rng.lognormvariate(0.0, 0.4)
            accounts[deal.account_id] = Account(
                account_id=deal.account_id,
                company=deal.company,
                revenue_10k=Decimal(str(round(revenue, 2))),
                parent_name=parent.company.name_zh if parent else None,
                owner_id=deal.owner.owner_id,
                created_at=deal.created_at,
            )
        if deal.contact_id and deal.person:
            contacts.setdefault(
                deal.contact_id, Contact(deal.contact_id, deal.account_id, deal.person, deal.created_at)
            )
    return list(accounts.values()), list(contacts.values())
