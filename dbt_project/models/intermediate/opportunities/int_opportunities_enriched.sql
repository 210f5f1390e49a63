with opportunities as (

    select
        linked.*,
        staged.stage as current_stage,
        staged.stage_ordinal,
        staged.furthest_stage,
        staged.furthest_stage_ordinal,
        staged.status,
        staged.loss_stage,
        staged.reopened_count,
        staged.stage_event_count,
        leads.channel as lead_channel,
        leads.campaign as lead_campaign,
        leads.grade,
        coalesce(linked.created_at, leads.created_at, staged.first_entered_at) as opened_at,
        case when staged.status <> 'open' then coalesce(linked.closed_at, staged.closed_at) end as final_at
    from {{ ref('int_opportunities_linked') }} as linked
    left join {{ ref('int_opportunities_staged') }} as staged on linked.opportunity_id = staged.opportunity_id
    left join {{ ref('int_leads_graded') }} as leads on linked.lead_id = leads.lead_id

),

dated as (

    select
        *,
        {{ company_date('opened_at') }} as opened_on,
        {{ company_date('final_at') }} as closed_on,
        {{ as_of_date() }} as as_of_on
    from opportunities

),

product_lists as (

    select distinct system from {{ ref('stg_landing__products') }}

)

select
    dated.opportunity_id,
    dated.system,
    dated.external_id,
    dated.name,
    dated.lead_id,
    dated.person_id,
    accounts_of_records.account_id,
    dated.account_record_id,
    accounts.name as account_name,
    dated.contact_id,
    dated.owner_id,
    owners.full_name as owner_name,
    owners.team,
    dated.product,
    case
        when dated.product is not null and product_lists.system is not null
            then products.product_id is not null
    end as is_known_product,
    -- The lead's own 'missing' stands: reports by lead and by opportunity put a deal under the same channel.
    coalesce(dated.lead_channel, dated.channel, 'missing') as channel,
    case
        when dated.lead_id is not null then coalesce(dated.lead_campaign, 'missing')
        else coalesce(dated.campaign, 'missing')
    end as campaign,
    dated.grade,
    dated.current_stage as stage,
    dated.stage_ordinal,
    dated.furthest_stage,
    dated.furthest_stage_ordinal,
    dated.status,
    dated.amount,
    dated.currency,
    -- Closed deals at the rate of the day they closed; open ones at the rate of as_of.
    {{ to_base_currency('dated.amount') }} as amount_base,
    dated.opened_at,
    dated.opened_on,
    dated.expected_close_on,
    dated.final_at as closed_at,
    dated.closed_on,
    -- A difference of calendar days, so that dates without a time of day give whole days whatever the zone.
    cast({{ dates_between('dated.opened_on', 'dated.closed_on') }} as integer) as cycle_days,
    case
        when dated.status = 'open'
            then cast({{ not_negative(dates_between('dated.opened_on', 'dated.as_of_on')) }} as integer)
    end as age_days,
    case when dated.status = 'lost' then coalesce(dated.loss_reason, 'unknown') end as loss_reason,
    dated.loss_stage,
    case when dated.status = 'lost' then dated.loss_detail end as loss_detail,
    case when dated.status = 'lost' then dated.competitor end as competitor,
    cast(coalesce(activities.activity_count, 0) as integer) as activity_count,
    activities.last_activity_at,
    cast(
        {{ dates_between(company_date('activities.last_activity_at'), 'dated.as_of_on') }} as integer
    ) as days_since_activity,
    activities.next_step,
    activities.next_step_on,
    dated.reopened_count,
    dated.stage_event_count
from dated
left join {{ ref('int_company_records_resolved') }} as accounts_of_records
    on dated.account_record_id = accounts_of_records.account_record_id
left join {{ ref('int_accounts_merged') }} as accounts on accounts_of_records.account_id = accounts.account_id
left join {{ ref('stg_landing__owners') }} as owners on dated.owner_id = owners.owner_id
left join product_lists on dated.system = product_lists.system
left join {{ ref('stg_landing__products') }} as products
    on
        dated.system = products.system
        and dated.product = products.product
left join {{ ref('int_activities_summarised_by_opportunity') }} as activities
    on dated.opportunity_id = activities.opportunity_id
{{ join_exchange_rates('dated.currency', 'coalesce(dated.closed_on, dated.as_of_on)') }}
