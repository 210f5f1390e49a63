with opportunities as (

    select
        lead_id,
        count(*) as opportunity_count,
        max(furthest_stage_ordinal) as furthest_stage_ordinal,
        max(case when status = 'won' then 1 else 0 end) = 1 as is_won,
        min(case when status = 'won' then closed_at end) as won_at,
        {{ sum_money("case when status = 'won' then amount_base end") }} as won_amount_base
    from {{ ref('int_opportunities_enriched') }}
    where lead_id is not null
    group by lead_id

)

select
    opportunities.lead_id,
    opportunities.opportunity_count,
    stages.code as furthest_stage,
    opportunities.furthest_stage_ordinal,
    opportunities.is_won,
    opportunities.won_at,
    opportunities.won_amount_base
from opportunities
inner join {{ ref('stages') }} as stages on opportunities.furthest_stage_ordinal = stages.ordinal
