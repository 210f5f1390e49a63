-- Every opportunity has a history, and it ends in the stage that the opportunity stands in.
select
    opportunities.opportunity_id,
    opportunities.stage,
    history.stage as history_stage
from {{ ref('fct_opportunities') }} as opportunities
left join {{ ref('fct_stage_history') }} as history
    on
        opportunities.opportunity_id = history.opportunity_id
        and history.is_current
where
    history.stage is null
    or history.stage <> opportunities.stage
