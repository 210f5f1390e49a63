"""The published marts that reports read, as typed tables: names and types as the marts promise."""

META = """
create table meta_publication (as_of timestamptz, time_zone varchar, currency varchar,
  company_name_en varchar, company_name_zh varchar, run_id varchar, published_at timestamptz,
  is_made_up boolean,
  conversion_window_days integer);
"""

DIMENSIONS = """
create table dim_channels (code varchar, name_en varchar, name_zh varchar, sort_order integer);
create table dim_stages (code varchar, ordinal integer, name_en varchar, name_zh varchar, is_open boolean);
create table dim_loss_reasons (code varchar, name_en varchar, name_zh varchar, sort_order integer);
insert into dim_channels values
  ('event', 'Events', '市场活动', 1), ('referral', 'Referral', '客户转介绍', 2),
  ('web', 'Website', '官网', 3), ('social', 'Social media', '社交媒体', 4), ('third_party',
  'Third-party data', '第三方平台', 5),
  ('other', 'Other', '其他', 6), ('unknown', 'Unknown', '未知', 7), ('missing', 'Not given', '未填写', 8);
insert into dim_stages values
  ('new_lead', 0, 'New lead', '新线索', true), ('qualified', 1, 'Qualified', '已确认资格', true),
  ('needs_confirmed', 2, 'Needs confirmed', '需求确认', true),
  ('solution_discussed', 3, 'Solution discussed', '方案沟通', true),
  ('price_negotiation', 4, 'Price negotiation', '价格谈判', true),
  ('won', 5, 'Contract signed', '签约', false),
  ('lost', 6, 'Lost', '丢单', false);
insert into dim_loss_reasons values
  ('price', 'Price', '价格', 1), ('product', 'Product', '产品', 2), ('service', 'Service', '服务', 3),
  ('competitor', 'Competitor', '竞争对手', 4), ('budget', 'Budget', '预算', 5),
  ('timing', 'Timing', '时机', 6),
  ('no_response', 'No response', '无回应', 7), ('not_a_fit', 'Not a fit', '不匹配', 8),
  ('other', 'Other', '其他', 9), ('unknown', 'Unknown', '未知', 10);
"""

# Facts carry the columns that reports read, not all columns of the real marts.
FACTS = """
create table fct_leads (lead_id varchar, channel varchar, campaign varchar, created_at timestamptz,
  created_on date, cohort_week date, cohort_month date, grade varchar, furthest_stage varchar,
  furthest_stage_ordinal integer, has_opportunity boolean, is_won boolean, won_at timestamptz,
  won_amount_base decimal(18,2));
create table fct_opportunities (opportunity_id varchar, name varchar, lead_id varchar, has_lead boolean,
  account_name varchar, owner_name varchar, team varchar, channel varchar, campaign varchar, grade varchar,
  stage varchar, stage_ordinal integer, furthest_stage varchar, furthest_stage_ordinal integer,
  status varchar, is_won boolean, is_lost boolean, amount decimal(18,2), currency varchar,
  amount_base decimal(18,2),
  opened_at timestamptz, opened_on date, expected_close_on date, closed_at timestamptz, closed_on date,
  closed_week date, closed_month date, cycle_days integer, age_days integer, loss_reason varchar,
  loss_stage varchar, competitor varchar, last_activity_at timestamptz, days_since_activity integer);
create table fct_stage_history (opportunity_id varchar, visit_number integer, stage varchar,
  stage_ordinal integer, entered_at timestamptz, left_at timestamptz, days_in_stage integer,
  is_current boolean, is_first_entry boolean, is_inferred boolean, is_backward boolean);
create table fct_attribution (opportunity_id varchar, touch_id varchar, model varchar, channel varchar,
  campaign varchar, utm_source varchar, weight decimal(18,6), credit_amount_base decimal(18,2));
create table fct_spend (spend_on date, spend_week date, spend_month date, channel varchar, campaign varchar,
  amount decimal(18,2), currency varchar, amount_base decimal(18,2), impressions bigint, clicks bigint,
  system varchar, source varchar);
"""

# The report marts that are aggregates of the facts above, derived as the marts define them.
REPORTS = """
create table rpt_funnel_flow as
with periods as (
  select 'week' as period_grain, cohort_week as period_start_on, * from fct_leads
  union all select 'month', cohort_month, * from fct_leads
), opened as (
  select 'week' as period_grain, date_trunc('week', opened_on)::date as period_start_on, *
  from fct_opportunities
  union all select 'month', date_trunc('month', opened_on)::date, * from fct_opportunities
), closed as (
  select 'week' as period_grain, closed_week as period_start_on, *
  from fct_opportunities where closed_on is not null
  union all select 'month', closed_month, * from fct_opportunities where closed_on is not null
), parts as (
  select period_grain, period_start_on, channel, 1 as new_leads, (grade = 'A')::int as new_a_leads,
    0 as new_opportunities, 0::decimal(18,2) as opened_amount, 0 as won, 0::decimal(18,2) as won_amount,
    0 as lost, 0::decimal(18,2) as lost_amount from periods
  union all select period_grain, period_start_on, channel, 0, 0, 1, amount_base, 0, 0, 0, 0 from opened
  union all select period_grain, period_start_on, channel, 0, 0, 0, 0, is_won::int,
    if(is_won, amount_base, 0), is_lost::int, if(is_lost, amount_base, 0) from closed
)
select period_grain, period_start_on, channel, sum(new_leads)::bigint as new_leads,
  sum(new_a_leads)::bigint as new_a_leads, sum(new_opportunities)::bigint as new_opportunities,
  sum(opened_amount)::decimal(18,2) as new_opportunity_amount_base, sum(won)::bigint as won,
  sum(won_amount)::decimal(18,2) as won_amount_base, sum(lost)::bigint as lost,
  sum(lost_amount)::decimal(18,2) as lost_amount_base
from parts group by all;

create table rpt_funnel_cohorts as
with grains as (
  select 'week' as period_grain, cohort_week as cohort_start_on, (cohort_week + 7)::date as next_on, *
  from fct_leads
  union all
  select 'month', cohort_month, (cohort_month + interval 1 month)::date, * from fct_leads
)
select period_grain, cohort_start_on, channel, count(*) as leads, count(*) filter (grade = 'A') as a_leads,
  count(*) filter (furthest_stage_ordinal >= 1) as reached_qualified,
  count(*) filter (furthest_stage_ordinal >= 2) as reached_needs_confirmed,
  count(*) filter (furthest_stage_ordinal >= 3) as reached_solution_discussed,
  count(*) filter (furthest_stage_ordinal >= 4) as reached_price_negotiation,
  count(*) filter (is_won) as reached_won, 0::bigint as lost,
  coalesce(sum(won_amount_base), 0)::decimal(18,2) as won_amount_base,
  count(*) filter (is_won and won_at <= created_at + interval 90 day) as reached_won_in_window,
  (date '2026-11-23' - max(next_on))::integer as cohort_age_days,
  (date '2026-11-23' - max(next_on)) >= 90 as is_mature
from grains group by all;

create table rpt_funnel_stage_losses as
select g.period_grain, if(g.period_grain = 'week', closed_week, closed_month) as period_start_on, channel,
  loss_stage, count(*) as lost, sum(amount_base)::decimal(18,2) as lost_amount_base
from fct_opportunities, (values ('week'), ('month')) g(period_grain) where is_lost group by all;

create table rpt_pipeline as
select stage, channel, count(*) as opportunities, sum(amount_base)::decimal(18,2) as amount_base,
  median(age_days) as median_age_days, count(*) filter (days_since_activity >= 30) as stale,
  count(*) filter (expected_close_on < date '2026-11-23') as overdue
from fct_opportunities where status = 'open' group by all;

create table rpt_roi as
with parts as (
  select spend_month as month_start_on, channel, campaign, amount_base as spend, 0 as leads, 0 as a_leads,
    0 as opportunities, 0 as won, 0::decimal(18,2) as revenue from fct_spend
  union all
  select cohort_month, channel, campaign, 0, 1, (grade = 'A')::int, has_opportunity::int, is_won::int,
    coalesce(won_amount_base, 0) from fct_leads
)
select month_start_on, channel, campaign, sum(spend)::decimal(18,2) as spend_base,
  sum(leads)::bigint as leads, sum(a_leads)::bigint as a_leads,
  sum(opportunities)::bigint as opportunities, sum(won)::bigint as won,
  sum(revenue)::decimal(18,2) as won_amount_base,
  (date '2026-11-23' - (month_start_on + interval 1 month)::date) >= 90 as is_mature
from parts group by all;

create table rpt_loss as
select closed_month, channel, grade, loss_reason, loss_stage, competitor, count(*) as lost,
  sum(amount_base)::decimal(18,2) as lost_amount_base
from fct_opportunities where is_lost group by all;

create table rpt_data_quality (metric varchar, value decimal(18,4), detail varchar);
create table rpt_next_actions (opportunity_id varchar, name varchar, account_name varchar, owner_name varchar,
  team varchar, stage varchar, amount_base decimal(18,2), expected_close_on date, next_step varchar,
  next_step_on date, days_since_activity integer, reason varchar, priority integer);
"""
