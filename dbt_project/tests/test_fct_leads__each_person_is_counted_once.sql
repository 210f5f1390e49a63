-- However many records a person has, each report counts one lead: every total of leads is the number of leads, every
-- total of customers the number of leads with a won opportunity, and the ledger of matches leads to the same number.
with merged_pairs as (

    select
        lead_record_id_l,
        lead_record_id_r
    from {{ ref('fct_lead_matches') }}
    where outcome = 'merged'

),

edges as (

    select
        lead_record_id_l as record_id,
        lead_record_id_r as neighbour_id
    from merged_pairs
    union
    select
        lead_record_id_r as record_id,
        lead_record_id_l as neighbour_id
    from merged_pairs

),

components as (

    {{ connected_components('edges') }}

),

counted as (

    select
        'fct_leads' as counted_by,
        count(*) as leads,
        count(case when is_won then 1 end) as customers
    from {{ ref('fct_leads') }}
    union all
    select
        'fct_lead_records' as counted_by,
        count(distinct lead_id) as leads,
        null as customers
    from {{ ref('fct_lead_records') }}
    union all
    -- A record that is in no merged pair is a lead of its own; the others are as many leads as they have components.
    select
        'fct_lead_matches' as counted_by,
        (select count(*) from {{ ref('fct_lead_records') }})
        - (select count(*) from components)
        + (select count(distinct label) from components) as leads,
        null as customers
    union all
    select
        'rpt_funnel_flow by ' || period_grain as counted_by,
        sum(new_leads) as leads,
        null as customers
    from {{ ref('rpt_funnel_flow') }}
    group by period_grain
    union all
    select
        'rpt_funnel_cohorts by ' || period_grain as counted_by,
        sum(leads) as leads,
        sum(reached_won) as customers
    from {{ ref('rpt_funnel_cohorts') }}
    group by period_grain
    union all
    select
        'rpt_roi' as counted_by,
        sum(leads) as leads,
        null as customers
    from {{ ref('rpt_roi') }}
    union all
    select
        'rpt_data_quality' as counted_by,
        value as leads,
        null as customers
    from {{ ref('rpt_data_quality') }}
    where metric = 'golden_leads'

),

persons as (

    select
        (select count(distinct lead_id) from {{ ref('int_lead_records_resolved') }}) as leads,
        (select count(distinct case when is_won then lead_id end) from {{ ref('fct_opportunities') }}) as customers

)

select
    counted.counted_by,
    counted.leads,
    persons.leads as expected_leads,
    counted.customers,
    persons.customers as expected_customers
from counted
cross join persons
where
    counted.leads <> persons.leads
    or counted.customers <> persons.customers
