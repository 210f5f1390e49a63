"""What leads say they need, and how soon, in both languages. Urgency is a number from 0 to 10."""

from typing import NamedTuple


class Urgency(NamedTuple):
    """A degree of urgency: what is ticked on a form, what is said, and when the purchase is planned."""

    level: int
    ticked_zh: tuple[str, ...]
    ticked_en: tuple[str, ...]
    said_zh: tuple[str, ...]
    said_en: tuple[str, ...]
    days: tuple[int, int] | None  # planned purchase, in days from the enquiry
    weight: int


URGENCIES: tuple[Urgency, ...] = (
    Urgency(10, ("紧急", "1个月内"), ("Urgent", "Within 1 month"),
            ("需要尽快上线", "本月必须定方案", "非常紧急"), ("needed ASAP", "must decide this month"),
            (10, 30), 14),
    Urgency(8, ("3个月内", "高"), ("Within 3 months", "High"),
            ("计划三个月内采购", "预算已批，本季度启动"),
            ("purchase planned within 3 months", "budget approved"), (40, 90), 26),
    Urgency(5, ("6个月内", "一般"), ("Within 6 months", "Medium"),
            ("计划半年内立项", "下半年启动选型"), ("project starts within 6 months",), (100, 180), 32),
    Urgency(3, ("1年内", "低"), ("Within 1 year", "Low"),
            ("明年预算再考虑",), ("budget next year",), (200, 360), 18),
    Urgency(1, ("无计划", "仅了解"), ("No plan", "Just looking"),
            ("先了解一下", "收集资料"), ("just researching", "collecting information"), None, 10),
)  # fmt: skip

# {product} and {urgency} are filled in.
SENTENCES_ZH: tuple[str, ...] = (
    "希望了解{product}，{urgency}",
    "工厂有3条产线需要上{product}，{urgency}",
    "想做{product}，目前用Excel管理，{urgency}",
    "客户审核要求追溯，需要{product}；{urgency}",
    "现有系统老旧，准备更换为{product}。{urgency}",
    "请安排{product}演示和报价，{urgency}",
)
SENTENCES_EN: tuple[str, ...] = (
    "Interested in {product}, {urgency}",
    "We run two plants and look for {product}; {urgency}",
    "Please send a quotation and a demo of {product}, {urgency}",
    "Replacing our legacy system with {product} - {urgency}",
)

# What some people add below, on lines of their own: a quoted field with line breaks.
SECOND_LINES: tuple[str, ...] = (
    "请工作日联系",
    "谢谢！\n急等回复",
    "Please call in the morning.",
    '附："产线清单"',
)

BUDGETS_ZH: tuple[str, ...] = ("10-30万", "30-50万", "50-100万", "100万以上", "未定")
BUDGETS_EN: tuple[str, ...] = ("USD 20-50k", "USD 50-100k", "over USD 100k", "not set")
