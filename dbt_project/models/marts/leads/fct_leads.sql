with leads as (

    select
        merged.*,
        graded.* exclude (lead_id, channel, campaign, created_at),
        {{ company_date('merged.created_at') }} as created_on,
        activities.first_activity_at,
        activities.last_activity_at,
        coalesce(activities.activity_count, 0) as activity_count,
        -- A call logged before the lead was entered answered it at once.
        {{ not_negative(hours_between('merged.created_at', 'activities.first_activity_at')) }}
            as first_response_hours,
        {{ hours_between('merged.created_at', as_of()) }} as age_hours,
        levels.first_response_hours as promised_response_hours
    from {{ ref('int_leads_merged') }} as merged
    inner join {{ ref('int_leads_graded') }} as graded on merged.lead_id = graded.lead_id
    left join {{ ref('int_activities_summarised_by_lead') }} as activities on merged.lead_id = activities.lead_id
    left join {{ ref('service_levels') }} as levels on graded.grade = levels.grade

)

select
    leads.lead_id,
    leads.full_name,
    leads.company,
    accounts.account_id,
    case when accounts.account_id is not null then accounts.rule end as account_match_rule,
    case
        when accounts.account_id is null then coalesce(accounts.unmatched_reason, 'no_company')
    end as account_unmatched_reason,
    leads.title,
    cast(leads.decision_level as integer) as decision_level,
    leads.email,
    leads.phone_e164,
    leads.country,
    leads.region,
    leads.industry,
    leads.employee_count,
    leads.product_interest,
    leads.need,
    cast(leads.urgency_level as integer) as urgency_level,
    leads.planned_purchase_on,
    leads.channel,
    leads.channel_detail,
    leads.campaign,
    leads.first_source,
    leads.created_at,
    leads.created_on,
    {{ week_start('leads.created_on') }} as cohort_week,
    {{ month_start('leads.created_on') }} as cohort_month,
    leads.last_record_at,
    cast(leads.record_count as integer) as record_count,
    cast(leads.source_count as integer) as source_count,
    leads.channels,
    leads.status,
    leads.owner_id,
    owners.full_name as owner_name,
    owners.team,
    leads.referrer_name,
    referrers.referrer_lead_id,
    leads.score,
    leads.score_low,
    leads.score_high,
    leads.score_coverage,
    leads.grade,
    leads.is_grade_firm,
    leads.score_version,
    leads.points_size,
    leads.points_urgency,
    leads.points_decision_level,
    leads.points_fit,
    leads.first_activity_at,
    leads.last_activity_at,
    cast(leads.activity_count as integer) as activity_count,
    cast(leads.first_response_hours as decimal(18, 2)) as first_response_hours,
    -- Not answered yet counts as late from the moment the promise is broken.
    coalesce(leads.first_response_hours, leads.age_hours) > leads.promised_response_hours as is_response_late,
    cast(coalesce(opportunities.opportunity_count, 0) as integer) as opportunity_count,
    stages.code as furthest_stage,
    stages.ordinal as furthest_stage_ordinal,
    coalesce(opportunities.opportunity_count, 0) > 0 as has_opportunity,
    coalesce(opportunities.is_won, false) as is_won,
    opportunities.won_at,
    cast(coalesce(opportunities.won_amount_base, 0) as decimal(18, 2)) as won_amount_base
from leads
left join {{ ref('int_opportunities_summarised_by_lead') }} as opportunities on leads.lead_id = opportunities.lead_id
left join {{ ref('stages') }} as stages
    on
        coalesce(
            opportunities.furthest_stage,
            -- Without an opportunity there is only the lead's own status to tell.
            case when leads.status in ('qualified', 'converted') then 'qualified' else 'new_lead' end
        ) = stages.code
left join {{ ref('int_leads_linked_to_accounts') }} as accounts on leads.lead_id = accounts.lead_id
left join {{ ref('int_leads_referred') }} as referrers on leads.lead_id = referrers.lead_id
left join {{ ref('stg_landing__owners') }} as owners on leads.owner_id = owners.owner_id
