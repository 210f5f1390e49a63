"""Reading `fct_attribution`: won revenue by channel under each attribution model, side by side."""

from decimal import Decimal

from reports.figures.marts import FiguresError, Marts
from reports.figures.model import Label, Span
from reports.figures.roi_model import MODELS, Attribution, Credit

_CENT = Decimal("0.01")


def read_attribution(marts: Marts, span: Span) -> Attribution:
    """Return the credits of the opportunities won and closed within `span`.

    Every model credits each deal's whole value, so the totals are equal; raises FiguresError when they differ
    by more than a cent a row, which is what rounding can explain.
    """
    found = marts.rows(
        """
        select a.channel, a.model, sum(a.credit_amount_base) as credit, count(*) as credited,
          count(distinct a.opportunity_id) as wins
        from fct_attribution a join fct_opportunities o using (opportunity_id)
        where o.is_won and o.closed_on between $first and $last
        group by grouping sets ((a.channel, a.model), (a.model))
        """,
        first=span.start_on,
        last=span.end_on,
    )
    names = marts.names("dim_channels")
    credit = {(row["channel"], row["model"]): Decimal(row["credit"]) for row in found}
    codes = sorted({row["channel"] for row in found if row["channel"] is not None}, key=names.order)
    rows = [
        Credit(names.label(code), {model: credit.get((code, model), Decimal("0.00")) for model in MODELS})
        for code in codes
    ]
    total = Credit(
        Label.plain("total"), {model: credit.get((None, model), Decimal("0.00")) for model in MODELS}
    )
    slack = _CENT * sum(row["credited"] for row in found if row["channel"] is None)
    if max(total.credits.values()) - min(total.credits.values()) > slack:
        raise FiguresError(
            f"attribution models disagree on the won total: {dict(total.credits)}; check the marts"
        )
    wins = max((row["wins"] for row in found if row["channel"] is None), default=0)
    return Attribution(span, wins, tuple(rows), total)
