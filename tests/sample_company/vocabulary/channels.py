"""How the channels behave in this world: their share, their conversion, how fast their deals are."""

from typing import NamedTuple


class Channel(NamedTuple):
    """One channel's habits. `odds` is the base log-odds that a lead of average quality becomes a deal."""

    code: str
    share: int  # of people, by the channel that first brought them
    odds: float
    win_odds: float  # added to the log-odds that a deal is won
    cycle: float  # factor on the length of the sales cycle
    quality: float  # shift of the buyers' seniority, urgency and size


# Referral best, third-party data worst, as the trade knows it.
CHANNELS: tuple[Channel, ...] = (
    Channel("event", 23, -1.75, 0.05, 1.0, 0.07),
    Channel("referral", 11, -0.75, 0.70, 0.75, 0.37),
    Channel("web", 31, -1.80, 0.0, 0.95, 0.02),
    Channel("social", 17, -2.25, -0.20, 1.05, -0.33),
    Channel("third_party", 15, -2.75, -0.8, 1.2, -0.43),
    Channel("manual", 3, -1.40, 0.10, 1.0, 0.02),
)
BY_CODE: dict[str, Channel] = {channel.code: channel for channel in CHANNELS}

# What sales people type into the CRM's free "channel" box, with the canonical code (None: left blank).
MANUAL_CHANNELS: tuple[tuple[str, str | None, int], ...] = (
    ("展会", "event", 22),
    ("客户介绍", "referral", 20),
    ("官网", "web", 14),
    ("微信", "social", 10),
    ("电话来访", "other", 16),
    ("不详", "unknown", 8),
    ("", None, 10),
)
