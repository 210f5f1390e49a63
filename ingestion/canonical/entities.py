"""The canonical entities. Every source, file or API, is mapped onto these and onto nothing else."""

from ingestion.canonical.field import Entity, Field, Kind

_T, _TS, _D, _M, _I, _B = (
    Kind.TEXT,
    Kind.TIMESTAMP,
    Kind.DATE,
    Kind.MONEY,
    Kind.INTEGER,
    Kind.BOOLEAN,
)

LEAD = Entity(
    name="lead",
    plural="leads",
    key=("lead_id",),
    en="A person or company that showed interest, as one source recorded it",
    zh="某一来源记录的、表现出兴趣的个人或公司（线索）",
    fields=(
        Field("lead_id", _T, "Id of the lead in its system", "来源系统中的线索编号"),
        Field("created_at", _TS, "When the lead was created", "线索创建时间"),
        Field("updated_at", _TS, "When the source last changed it", "来源最后修改时间"),
        Field("channel", _T, "Canonical channel code", "渠道（规范代码）"),
        Field("channel_detail", _T, "The source's own words for the channel", "来源对渠道的原始描述"),
        Field("campaign", _T, "Campaign or event name", "活动/展会名称"),
        Field("full_name", _T, "Name of the person", "联系人姓名"),
        Field("company", _T, "Name of the company", "公司名称"),
        Field("title", _T, "Job title", "职位"),
        Field("email", _T, "E-mail address as given", "电子邮箱（原文）"),
        Field("phone", _T, "Phone number as given", "电话（原文）"),
        Field("birth_date", _T, "Date of birth as given; for matching only", "出生日期（原文，仅用于匹配）"),
        Field("country", _T, "Country as given", "国家（原文）"),
        Field("region", _T, "Province, state or city as given", "省份/城市（原文）"),
        Field("industry", _T, "Industry", "行业"),
        Field("company_size", _T, "Head count or band as given", "公司规模（原文）"),
        Field("budget", _T, "Budget as given", "预算（原文）"),
        Field("product_interest", _T, "Product of interest", "意向产品"),
        Field("need", _T, "Need description", "需求描述"),
        Field("urgency", _T, "Urgency as given", "紧急程度（原文）"),
        Field("planned_purchase_on", _D, "Planned purchase date", "计划采购日期"),
        Field("status", _T, "Canonical lead status", "当前状态（规范代码）"),
        Field("follow_up", _T, "Last follow-up note that came with the lead", "随线索提供的最近跟进记录"),
        Field("owner_id", _T, "Id of the owner", "负责人编号"),
        Field("referrer_name", _T, "Referrer's name", "推荐人姓名"),
        Field("referrer_email", _T, "Referrer's e-mail", "推荐人邮箱"),
        Field("referrer_phone", _T, "Referrer's phone", "推荐人电话"),
        Field("utm_source", _T, "UTM source", "UTM 来源"),
        Field("utm_medium", _T, "UTM medium", "UTM 媒介"),
    ),
)

TOUCH = Entity(
    name="touch",
    plural="touches",
    key=("touch_id",),
    en="A contact between marketing and a person: a visit, a click, a badge scan",
    zh="一次营销触点：访问、点击、扫码等",
    fields=(
        Field("touch_id", _T, "Id of the touch in its system", "触点编号"),
        Field("lead_id", _T, "Id of the lead that was touched", "所属线索编号"),
        Field("lead_system", _T, "System of that lead id, if another", "线索编号所属系统（若不同）"),
        Field("occurred_at", _TS, "When it happened", "发生时间"),
        Field("touch_type", _T, "Kind of touch", "触点类型"),
        Field("channel", _T, "Canonical channel code", "渠道（规范代码）"),
        Field("campaign", _T, "Campaign", "活动"),
        Field("utm_source", _T, "UTM source", "UTM 来源"),
        Field("utm_medium", _T, "UTM medium", "UTM 媒介"),
    ),
)

ACCOUNT = Entity(
    name="account",
    plural="accounts",
    key=("account_id",),
    en="A company that is or may become a customer",
    zh="客户公司（客户）",
    fields=(
        Field("account_id", _T, "Id of the account in its system", "客户编号"),
        Field("name", _T, "Company name", "公司名称"),
        Field("industry", _T, "Industry", "行业"),
        Field("employee_count", _I, "Number of employees", "员工人数"),
        Field("annual_revenue", _M, "Annual revenue", "年营业额"),
        Field("currency", _T, "Currency of the revenue", "币种"),
        Field("country", _T, "Country", "国家"),
        Field("region", _T, "Province, state or city", "省份/城市"),
        Field("domain", _T, "Web domain", "网站域名"),
        Field("parent_name", _T, "Name of the parent company", "母公司名称"),
        Field("owner_id", _T, "Id of the owner", "负责人编号"),
        Field("created_at", _TS, "When it was created", "创建时间"),
        Field("updated_at", _TS, "When it was last changed", "最后修改时间"),
    ),
)

CONTACT = Entity(
    name="contact",
    plural="contacts",
    key=("contact_id",),
    en="A person at an account",
    zh="客户公司的联系人",
    fields=(
        Field("contact_id", _T, "Id of the contact in its system", "联系人编号"),
        Field("account_id", _T, "Id of the account", "所属客户编号"),
        Field("full_name", _T, "Name", "姓名"),
        Field("title", _T, "Job title", "职位"),
        Field("email", _T, "E-mail address as given", "电子邮箱（原文）"),
        Field("phone", _T, "Phone number as given", "电话（原文）"),
        Field("owner_id", _T, "Id of the owner", "负责人编号"),
        Field("created_at", _TS, "When it was created", "创建时间"),
        Field("updated_at", _TS, "When it was last changed", "最后修改时间"),
    ),
)

OPPORTUNITY = Entity(
    name="opportunity",
    plural="opportunities",
    key=("opportunity_id",),
    en="A possible sale",
    zh="商机",
    fields=(
        Field("opportunity_id", _T, "Id of the opportunity in its system", "商机编号"),
        Field("name", _T, "Name of the opportunity", "商机名称"),
        Field("lead_id", _T, "Id of the lead it grew from", "来源线索编号"),
        Field("lead_system", _T, "System of that lead id, if another", "线索编号所属系统（若不同）"),
        Field("account_id", _T, "Id of the account", "客户编号"),
        Field("contact_id", _T, "Id of the main contact", "主要联系人编号"),
        Field("owner_id", _T, "Id of the owner", "负责人编号"),
        Field("product", _T, "Product", "产品"),
        Field("channel", _T, "Canonical channel code, if the source keeps one", "渠道（若来源有记录）"),
        Field("campaign", _T, "Campaign, if the source keeps one", "活动（若来源有记录）"),
        Field("stage", _T, "Canonical stage code", "阶段（规范代码）"),
        Field("amount", _M, "Amount in the row's currency", "金额"),
        Field("currency", _T, "ISO 4217 currency code", "币种（ISO 4217）"),
        Field("created_at", _TS, "When it was opened", "创建时间"),
        Field("updated_at", _TS, "When it was last changed", "最后修改时间"),
        Field("expected_close_on", _D, "Expected close date", "预计成交日期"),
        Field("closed_at", _TS, "When it was won or lost", "关闭时间（赢单/输单）"),
        Field("loss_reason", _T, "Canonical loss reason code", "输单原因（规范代码）"),
        Field("loss_detail", _T, "Loss reason in the source's words", "输单原因（原文）"),
        Field("competitor", _T, "Competitor named", "竞争对手"),
    ),
)

STAGE_EVENT = Entity(
    name="stage_event",
    plural="stage_events",
    key=("opportunity_id", "stage", "entered_at"),
    en="An opportunity entering a stage",
    zh="商机进入某阶段的事件",
    fields=(
        Field("opportunity_id", _T, "Id of the opportunity", "商机编号"),
        Field("stage", _T, "Canonical stage code entered", "进入的阶段（规范代码）"),
        Field("entered_at", _TS, "When it was entered", "进入时间"),
        Field("changed_by", _T, "Who moved it", "操作人"),
    ),
)

ACTIVITY = Entity(
    name="activity",
    plural="activities",
    key=("activity_id",),
    en="A follow-up: a call, a meeting, an e-mail, a visit",
    zh="跟进记录：电话、会议、邮件、拜访等",
    fields=(
        Field("activity_id", _T, "Id of the activity in its system", "跟进编号"),
        Field("lead_id", _T, "Id of the lead", "线索编号"),
        Field("lead_system", _T, "System of that lead id, if another", "线索编号所属系统（若不同）"),
        Field("opportunity_id", _T, "Id of the opportunity", "商机编号"),
        Field("owner_id", _T, "Who did it", "执行人编号"),
        Field("activity_type", _T, "Kind of activity", "跟进方式"),
        Field("occurred_at", _TS, "When it happened", "发生时间"),
        Field("duration_minutes", _I, "Duration in minutes", "时长（分钟）"),
        Field("note", _T, "Note", "跟进内容"),
        Field("outcome", _T, "Outcome", "结果"),
        Field("next_step", _T, "Next step agreed", "下一步计划"),
        Field("next_step_on", _D, "Date of the next step", "下一步日期"),
    ),
)

SPEND = Entity(
    name="spend",
    plural="spend",
    key=("spend_on", "channel", "campaign"),
    en="Money spent on a channel and campaign on a day",
    zh="某日某渠道某活动的投放费用",
    fields=(
        Field("spend_on", _D, "Day", "日期"),
        Field("channel", _T, "Canonical channel code", "渠道（规范代码）"),
        Field("campaign", _T, "Campaign", "活动"),
        Field("amount", _M, "Amount in the row's currency", "金额"),
        Field("currency", _T, "ISO 4217 currency code", "币种（ISO 4217）"),
        Field("impressions", _I, "Impressions", "展示次数"),
        Field("clicks", _I, "Clicks", "点击次数"),
    ),
)

TARGET = Entity(
    name="target",
    plural="targets",
    key=("period_start_on", "metric", "team"),
    en="A target for a quarter",
    zh="季度目标",
    fields=(
        Field("period_start_on", _D, "First day of the quarter", "季度首日"),
        Field("metric", _T, "won_revenue, leads or opportunities", "指标：won_revenue、leads、opportunities"),
        Field("team", _T, "Team", "团队"),
        Field("amount", _M, "Target value", "目标值"),
        Field("currency", _T, "Currency, for money targets", "币种（金额类目标）"),
    ),
)

OWNER = Entity(
    name="owner",
    plural="owners",
    key=("owner_id",),
    en="A person who owns leads and opportunities",
    zh="负责人（销售）",
    fields=(
        Field("owner_id", _T, "Id of the owner in its system", "负责人编号"),
        Field("full_name", _T, "Name", "姓名"),
        Field("email", _T, "E-mail", "邮箱"),
        Field("team", _T, "Team", "团队"),
        Field("manager_name", _T, "Manager's name", "上级姓名"),
        Field("region", _T, "Region", "区域"),
        Field("is_active", _B, "Still working here", "是否在职"),
    ),
)

PRODUCT = Entity(
    name="product",
    plural="products",
    key=("product",),
    en="A product that can be sold",
    zh="产品",
    fields=(
        Field("product", _T, "Product name or code, as opportunities name it", "产品名称或代码"),
        Field("family", _T, "Product family", "产品系列"),
        Field("list_price", _M, "List price", "标价"),
        Field("currency", _T, "Currency of the price", "币种"),
    ),
)

ENTITIES: dict[str, Entity] = {
    entity.name: entity
    for entity in (
        LEAD,
        TOUCH,
        ACCOUNT,
        CONTACT,
        OPPORTUNITY,
        STAGE_EVENT,
        ACTIVITY,
        SPEND,
        TARGET,
        OWNER,
        PRODUCT,
    )
}
