select
    opportunity_id,
    cast(visit_number as integer) as visit_number,
    stage,
    stage_ordinal,
    entered_at,
    left_at,
    days_in_stage,
    is_current,
    is_first_entry,
    is_inferred,
    is_backward
from {{ ref('int_stage_events_to_intervals') }}
