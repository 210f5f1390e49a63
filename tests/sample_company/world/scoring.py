"""How promising a person really is in this world. The pipeline's scorecard tries to see it from outside."""

from tests.sample_company.vocabulary.products import FAMILY_FIT, Product
from tests.sample_company.world.model import Company, Person

# (fewest employees, points): larger firms buy more, and more often.
SIZE_POINTS: tuple[tuple[int, int], ...] = ((5000, 10), (1000, 9), (500, 8), (200, 6), (50, 4), (0, 2))


def size_points(company: Company) -> int:
    """Return 0 to 10 for the head count."""
    return next(points for least, points in SIZE_POINTS if company.employees >= least)


def fit_points(company: Company, product: Product) -> int:
    """Return 0 to 10 for how well the product suits the industry."""
    return FAMILY_FIT[product.family][company.industry.code]


def promise(person: Person) -> float:
    """Return 0 to 10: the mean that drives whether the person buys, weighted as the scorecard is."""
    return (
        0.20 * size_points(person.company)
        + 0.30 * person.urgency.level
        + 0.25 * person.title.power
        + 0.25 * fit_points(person.company, person.product)
    )
