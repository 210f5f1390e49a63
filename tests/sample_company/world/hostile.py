"""Hostile but legal texts: what a lead record may say and must come through unharmed and harmless.

They overwrite the company, name or need of a few records, whose e-mail and phone stay, so that the truth
about who is whom holds. Nothing here is an attack on anything: the commands do not exist outside a cell.
"""

from tests.sample_company.world.model import LeadRecord

# (field, text). Sources in GBK cannot hold emoji or Arabic, so referrals are left out.
TEXTS: tuple[tuple[str, str], ...] = (
    ("company", '=HYPERLINK("http://made-up.example/","点击领奖")'),
    ("company", "+SUM(1+1)*cmd|' /C calc'!A0"),
    ("company", "@恒达自动化有限公司"),
    ("company", "-2+3 Automation GmbH"),
    ("company", "＝1+1 机械有限公司"),
    ("company", "شركة المثال للصناعة"),
    ("company", "\u202eevil\u202c Robotics Inc."),
    ("full_name", "🚀 李雷"),
    ("full_name", "Robert'); DROP TABLE leads;--"),
    ("full_name", "张\u200b三丰"),
    ("full_name", "Zoë \U0001f469\u200d\U0001f52c Kühn"),
    ("need", "<script>alert('made up')</script> 需要MES演示"),
    ("need", "{{ 7*7 }} ${7*7} %s %n 想了解APS"),
    ("need", "第一行：需要MES\n第二行：“请尽快”，预算50万"),
    ("need", 'He said "ASAP", so: MES; please, call\ttomorrow'),
    ("need", "ＭＥＳ系统，Ｏｎｅ　ｌｉｎｅ；\\n 不是换行"),
)
SOURCES: tuple[str, ...] = ("web_forms", "event_scans", "social_cn")
EVERY = 61  # spread over the 18 months


def add_hostile_records(records: list[LeadRecord]) -> None:
    """Write each hostile text into one record, spread evenly over the sources that can hold it."""
    candidates = [record for record in records if record.source in SOURCES and record.email and record.phone]
    for number, (field, text) in enumerate(TEXTS):
        setattr(candidates[(number * EVERY + 7) % len(candidates)], field, text)
