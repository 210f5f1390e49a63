"""The words that each export uses for status, systems and channels; the contracts map them back."""

from datetime import date, datetime

_CODES = ("new", "contacted", "nurturing", "qualified", "converted", "disqualified")


def _labels(*words: str) -> dict[str, str]:
    return dict(zip(_CODES, words, strict=True))


STATUS: dict[str, dict[str, str]] = {
    "event_scans": _labels("未跟进", "已沟通", "长期跟进", "意向明确", "转商机", "无效线索"),
    "referrals": _labels("新建", "已联系", "培育中", "已确认", "已转商机", "无效"),
    "web_forms": _labels("新建", "已联系", "培育中", "已确认", "已转商机", "无效"),
    "social_cn": _labels("待跟进", "跟进中", "培育中", "高意向", "已转商机", "无效"),
    "social_linkedin": _labels("New", "Contacted", "Nurturing", "Qualified", "Converted", "Disqualified"),
    "third_party_cn": _labels("0", "1", "2", "3", "4", "9"),
    "third_party_intl": _labels("NEW", "CONTACTED", "NURTURE", "QUALIFIED", "CONVERTED", "REJECTED"),
    "crm_leads": _labels("新建", "已联系", "培育中", "已确认", "已转商机", "无效"),
}

# How the CRM names the system that a lead came from.
SYSTEM: dict[str, str] = {
    "website": "官网",
    "events": "展会",
    "referral": "推荐",
    "social": "社媒",
    "thirdparty_cn": "商机通",
    "thirdparty_intl": "Lead Pool",
    "crm": "CRM",
}
# How the marketing tools name channels.
CHANNEL: dict[str, str] = {
    "event": "线下活动",
    "referral": "转介绍",
    "web": "网站",
    "social": "社交媒体",
    "third_party": "数据采购",
    "other": "邮件",
}


def iso(moment: datetime) -> str:
    """Local time with its offset, as the CRM exports it."""
    return f"{moment.isoformat(timespec='seconds')}+08:00"


def epoch_ms(moment: datetime) -> int:
    """Milliseconds since 1970 UTC of a local (UTC+8) time."""
    return int((moment - datetime(1970, 1, 1, 8)).total_seconds() * 1000)


def quarter(day: date) -> str:
    """2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def half(day: date) -> str:
    """2026-H2."""
    return f"{day.year}-H{1 if day.month <= 6 else 2}"


def month(day: date) -> str:
    """2026-11."""
    return f"{day:%Y-%m}"
