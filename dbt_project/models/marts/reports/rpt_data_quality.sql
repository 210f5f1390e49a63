{#- One row for each metric. Counts are whole numbers; a share is a ratio in 0..1. -#}
{%- set counts = {
    'files_loaded': 'file_counts', 'files_refused': 'file_counts', 'files_held': 'file_counts',
    'lines_in': 'line_counts', 'lines_loaded': 'line_counts', 'lines_quarantined': 'line_counts',
    'lead_records': 'record_counts', 'golden_leads': 'lead_counts',
    'matches_to_review': 'review_counts',
    'leads_missing_owner': 'lead_counts', 'leads_missing_need': 'lead_counts',
    'leads_without_follow_up': 'lead_counts',
    'opportunities_without_account': 'opportunity_counts', 'opportunities_without_lead': 'opportunity_counts',
    'touches_without_lead': 'touch_counts',
    'pulled_sources': 'pull_counts', 'pulled_sources_proven': 'pull_counts', 'pulled_sources_failed': 'pull_counts',
    'pulled_records_missing': 'pull_counts',
} %}
with files as (

    select
        status,
        -- The last try counts: a file refused once, and read under a repaired contract later, is loaded.
        row_number() over (
            partition by source, file_hash
            order by landed_at desc, load_id desc
        ) as try_from_last
    from {{ ref('fct_loads') }}

),

file_counts as (

    select
        count(case when status = 'loaded' then 1 end) as files_loaded,
        count(case when status = 'refused' then 1 end) as files_refused,
        count(case when status = 'held' then 1 end) as files_held
    from files
    where try_from_last = 1

),

line_counts as (

    select
        coalesce(sum(lines_in), 0) as lines_in,
        coalesce(sum(lines_loaded), 0) as lines_loaded,
        coalesce(sum(lines_quarantined), 0) as lines_quarantined
    from {{ ref('fct_loads') }}
    where is_current

),

record_counts as (

    select count(*) as lead_records from {{ ref('fct_lead_records') }}

),

lead_counts as (

    select
        count(*) as golden_leads,
        count(case when owner_id is null then 1 end) as leads_missing_owner,
        count(case when need is null then 1 end) as leads_missing_need,
        count(case when activity_count = 0 then 1 end) as leads_without_follow_up
    from {{ ref('fct_leads') }}

),

review_counts as (

    select count(*) as matches_to_review from {{ ref('rpt_match_review') }}

),

opportunity_counts as (

    select
        count(case when not is_known_product then 1 end) as opportunities_unknown_product,
        {{ joined_values('case when not is_known_product then product end') }} as unknown_products,
        count(case when account_name is null then 1 end) as opportunities_without_account,
        count(case when not has_lead then 1 end) as opportunities_without_lead,
        count(case when is_lost then 1 end) as lost,
        count(case when is_lost and loss_reason = 'unknown' then 1 end) as lost_without_reason
    from {{ ref('fct_opportunities') }}

),

touch_counts as (

    select count(case when lead_id is null then 1 end) as touches_without_lead from {{ ref('fct_touches') }}

),

-- A company that pulls from no system has no figures here, rather than zeros.
pull_counts as (

    select
        nullif(count(*), 0) as pulled_sources,
        sum(case when is_proven then 1 else 0 end) as pulled_sources_proven,
        sum(case when state = 'failed' then 1 else 0 end) as pulled_sources_failed,
        sum(records_missing) as pulled_records_missing
    from {{ ref('fct_pulls') }}
    where is_latest

),

metrics as (
    {%- for metric, counted in counts.items() %}
    select
        '{{ metric }}' as metric,
        {{ metric }} as value,
        null as detail
    from {{ counted }}
    union all
    {%- endfor %}
    select
        'merged_records' as metric,
        record_counts.lead_records - lead_counts.golden_leads as value,
        null as detail
    from record_counts
    cross join lead_counts
    union all
    select
        'opportunities_unknown_product' as metric,
        opportunities_unknown_product as value,
        substr(unknown_products, 1, 500) as detail
    from opportunity_counts
    union all
    -- Without a lost opportunity there is no share: no value, not zero.
    select
        'unknown_loss_reason_share' as metric,
        cast(lost_without_reason as decimal(18, 4)) / nullif(lost, 0) as value,
        null as detail
    from opportunity_counts
    union all
    select
        'as_of_utc' as metric,
        null as value,
        {{ iso_utc(as_of()) }} as detail

)

select
    metric,
    cast(value as decimal(18, 4)) as value,
    cast(detail as {{ dbt.type_string() }}) as detail
from metrics
