"""The seed match_parameters.csv: writing estimated parameters beside its levels and labels."""

import csv
import io
from pathlib import Path

from orchestration.matching.parameters import Parameters

FILE_NAME = "match_parameters.csv"
_PRIOR = "prior"


def seed_text(template: Path, parameters: Parameters, model_version: str) -> str:
    """Return the seed with the comparisons, levels and labels of `template` and the given parameters."""
    with template.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), list(reader.fieldnames or ())
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        comparison, level = row["comparison"], int(row["level"])
        shares = parameters.shares.get(comparison, {}).get(level)
        weight = parameters.prior_weight if comparison == _PRIOR else parameters.weight(comparison, level)
        writer.writerow(
            {
                **row,
                "m_probability": f"{shares.m:.3g}" if shares and shares.m else "",
                "u_probability": f"{shares.u:.3g}" if shares and shares.m else "",
                "weight": f"{weight:.2f}",
                "model_version": model_version,
            }
        )
    return out.getvalue()
