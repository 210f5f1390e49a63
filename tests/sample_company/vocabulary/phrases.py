"""What sales people write down: follow-up notes, outcomes, next steps."""

ACTIVITY_TYPES: tuple[tuple[str, str, int], ...] = (
    # (CRM's word, plain code, weight)
    ("电话", "call", 40),
    ("微信", "message", 22),
    ("邮件", "email", 18),
    ("线上会议", "meeting", 12),
    ("上门拜访", "visit", 8),
)

# By how far things are: a lead, or the stage of its opportunity.
NOTES: dict[str, tuple[str, ...]] = {
    "lead": (
        "已电话联系，客户有兴趣，约下周沟通",
        "发送产品资料，等待回复",
        "电话未接，已加微信",
        "Sent the brochure, waiting for an answer",
        "客户表示需要内部讨论",
        "Called, left a message",
    ),
    "new_lead": ("初次沟通，收集基本情况",),
    "qualified": ("确认了预算和决策人", "与信息部经理初步沟通需求", "First call, budget holder identified"),
    "needs_confirmed": ("现场调研，确认三条产线范围", "需求清单已双方确认", "Requirements workshop held"),
    "solution_discussed": ("方案讲解，客户提出接口问题", "产品演示，反馈良好", "Demo done, POC asked for"),
    "price_negotiation": (
        "提交报价，客户要求折扣",
        "商务条款第二轮谈判",
        "Quotation sent, discount asked for",
    ),
}
OUTCOMES: tuple[tuple[str, int], ...] = (("有效沟通", 60), ("未接通", 18), ("待回复", 22))
NO_ANSWER = "未接通"

NEXT_STEPS: dict[str, tuple[str, ...]] = {
    "lead": ("再次电话跟进", "发送案例资料"),
    "new_lead": ("安排首次会议",),
    "qualified": ("安排需求调研", "Book the requirements workshop"),
    "needs_confirmed": ("准备方案", "Prepare the demo"),
    "solution_discussed": ("安排POC测试", "提交正式报价"),
    "price_negotiation": ("合同审批", "Final price meeting", "与采购总监面谈"),
}

# Last follow-up notes that travel with a lead, by lead status.
LEAD_NOTES: dict[str, tuple[str, ...]] = {
    "contacted": ("已联系，待反馈", "电话沟通一次，需发资料", "Contacted once, material sent"),
    "nurturing": ("暂无预算，保持联系", "每月推送案例", "No budget yet, keep in touch"),
    "qualified": ("需求明确，准备转商机", "Budget and timeline confirmed"),
    "converted": ("已转商机", "Converted to an opportunity"),
    "disqualified": ("非目标客户", "联系方式错误，无法联系", "Not a fit"),
}
