"""The seed match_parameters.csv: reading its labels, writing estimated parameters into it."""

import csv
import io
from pathlib import Path

from orchestration.matching.estimate import Parameters

FILE_NAME = "match_parameters.csv"
_COLUMNS = (
    *("comparison", "level", "label_en", "label_zh"),
    *("m_probability", "u_probability", "weight", "model_version"),
)


def seed_text(template: Path, parameters: Parameters, model_version: str) -> str:
    """Return the seed with the comparisons, levels and labels of `template` and the given parameters."""
    with template.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        comparison, level = row["comparison"], int(row["level"])
        if comparison == "prior":
            m, u, weight = None, None, parameters.prior_weight
        else:
            m = parameters.m.get(comparison, {}).get(level)
            u = parameters.u.get(comparison, {}).get(level)
            weight = parameters.weight(comparison, level)
        writer.writerow(
            {
                **row,
                "m_probability": "" if m is None else f"{m:.3g}",
                "u_probability": "" if u is None else f"{u:.3g}",
                "weight": f"{weight:.2f}",
                "model_version": model_version,
            }
        )
    return out.getvalue()
