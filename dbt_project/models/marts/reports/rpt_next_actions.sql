with open_opportunities as (

    select
        opportunity_id,
        name,
        account_name,
        owner_name,
        team,
        stage,
        amount_base,
        expected_close_on,
        next_step,
        next_step_on,
        days_since_activity,
        age_days,
        {{ as_of_date() }} as as_of_on
    from {{ ref('int_opportunities_enriched') }}
    where status = 'open'

),

reasoned as (

    select
        *,
        case
            -- "Next week" is the seven days from as_of: the report of a past week plans the one begun.
            when expected_close_on >= as_of_on and expected_close_on < {{ add_days('as_of_on', 7) }}
                then 'due_next_week'
            when next_step_on >= as_of_on and next_step_on < {{ add_days('as_of_on', 7) }}
                then 'due_next_week'
            when expected_close_on < as_of_on
                then 'overdue'
            when coalesce(days_since_activity, age_days) >= {{ stale_after_days() }}
                then 'stale'
        end as reason
    from open_opportunities

)

select
    opportunity_id,
    name,
    account_name,
    owner_name,
    team,
    stage,
    amount_base,
    expected_close_on,
    next_step,
    next_step_on,
    days_since_activity,
    reason,
    cast(
        row_number() over (
            order by
                case reason when 'due_next_week' then 1 when 'overdue' then 2 else 3 end asc,
                amount_base desc nulls last,
                opportunity_id asc
        ) as integer
    ) as priority
from reasoned
where reason is not null
