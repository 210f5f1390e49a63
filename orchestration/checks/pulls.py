"""The check on pulls: completeness was proven. It stands beside each source that is pulled."""

from orchestration.checks.model import Check, Severity

# A source that cannot be proven complete is a gap in the figures, and no reason to withhold all of them: it
# warns, the owner is told, and the next pull starts where this one did. checks.yml may make it block.
PULL_CHECK = Check(
    name="pulls_are_complete",
    table="pulls",
    claim="Every record that the system holds in the window of the pull was read.",
    remedy="`leadmill pull SOURCE` tries again; the explanation says what was missing.",
    severity=Severity.WARN,
)
