"""Stages, loss reasons and competitors as the made-up company's CRM names them."""

STAGES: tuple[str, ...] = (
    "new_lead",
    "qualified",
    "needs_confirmed",
    "solution_discussed",
    "price_negotiation",
)
# The CRM's own stage names; config/sources/crm_opportunities.yml maps them back.
STAGE_LABELS: dict[str, str] = {
    "new_lead": "初步接触",
    "qualified": "商机确认",
    "needs_confirmed": "需求确认",
    "solution_discussed": "方案交流",
    "price_negotiation": "商务谈判",
    "won": "合同签订",
    "lost": "输单",
}

# Competitors are invented.
COMPETITORS: tuple[tuple[str, int], ...] = (
    ("Orbitron MES", 34),
    ("智云工软", 28),
    ("Kaskade Systems", 18),
    ("天枢数科", 14),
    ("自研团队", 6),
)

# Loss reason weights by the stage that the deal was lost in: early losses are about fit and budget,
# late ones about price and rivals.
LOSS_WEIGHTS: dict[str, dict[str, int]] = {
    "new_lead": {"no_response": 60, "not_a_fit": 30, "timing": 10},
    "qualified": {"no_response": 34, "budget": 20, "timing": 18, "not_a_fit": 16, "unknown": 12},
    "needs_confirmed": {"budget": 24, "timing": 20, "product": 22, "no_response": 14, "competitor": 10,
                        "other": 10},
    "solution_discussed": {"product": 26, "competitor": 30, "price": 14, "service": 12, "budget": 10,
                           "unknown": 8},
    "price_negotiation": {"price": 40, "competitor": 34, "service": 10, "budget": 8, "timing": 8},
}  # fmt: skip
# Chance that a competitor is named when the deal is lost for that reason.
COMPETITOR_NAMED: dict[str, float] = {"competitor": 0.95, "price": 0.6, "product": 0.45, "service": 0.3}

# How the CRM words a loss: its picklist's label and what sales people add.
LOSS_LABELS: dict[str, str] = {
    "price": "价格",
    "product": "产品功能",
    "service": "服务能力",
    "competitor": "竞争对手",
    "budget": "预算取消",
    "timing": "项目延期",
    "no_response": "客户无回应",
    "not_a_fit": "不匹配",
    "other": "其他",
    "unknown": "不明",
}
LOSS_DETAILS: dict[str, tuple[str, ...]] = {
    "price": ("报价高于对手约20%", "Price 15 % above the rival's", "客户要求降价三成"),
    "product": ("缺少SPC模块", "No offline mode", "与现有ERP接口不支持"),
    "service": ("当地无实施团队", "Support hours do not cover Europe"),
    "competitor": ("客户高层与对手有合作", "Rival bundled the hardware"),
    "budget": ("集团冻结IT预算", "Budget cut"),
    "timing": ("新厂房推迟", "Project moved to next year"),
    "no_response": ("多次联系未果", "No answer for six weeks"),
    "not_a_fit": ("规模太小", "流程制造，不适用"),
    "other": ("客户被并购",),
    "unknown": ("",),
}
