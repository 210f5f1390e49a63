{#- Records of leads that have more than one: how strong the word of each is. A record alone in its lead is its own
    golden record; most are, and they skip all of this. -#}
{%- set fields = surviving_fields() -%}
with records as (

    select
        standardised.* exclude (owner_id),
        coalesce(owners.owner_id, standardised.owner_id) as owner_id,
        resolved.lead_id
    from {{ ref('int_lead_records_standardised') }} as standardised
    inner join {{ ref('int_lead_records_resolved') }} as resolved
        on standardised.lead_record_id = resolved.lead_record_id
    left join {{ ref('int_owner_references_resolved') }} as owners
        on standardised.owner_id = owners.owner_reference
    where resolved.record_count > 1

),

sources as (

    select distinct source from records

),

priorities as (

    select
        sources.source,
        {%- for field in fields %}
        coalesce(
            min(case when rules.field = '{{ field }}' and rules.source <> '*' then rules.priority end),
            min(case when rules.field = '{{ field }}' and rules.source = '*' then rules.priority end),
            min(case when rules.field = '*' and rules.source <> '*' then rules.priority end),
            min(case when rules.field = '*' and rules.source = '*' then rules.priority end),
            -- Named by no row: trusted least.
            99
        ) as priority_{{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    from sources
    left join {{ ref('survivorship') }} as rules on rules.source in (sources.source, '*')
    group by sources.source

),

counted as (

    select
        *,
        {% for field in fields %}
        {{- '+ ' if not loop.first }}case when {{ field }} is null then 0 else 1 end
        {% endfor -%}
        as filled
    from records

)

select
    counted.*,
    priorities.* exclude (source),
    -- Equal times and equal completeness are told apart by the id, so that a rebuild gives the same lead.
    row_number() over (partition by lead_id order by recorded_at, filled, lead_record_id) as recency,
    row_number() over (
        partition by lead_id
        order by case when channel is null then 1 else 0 end, created_at, lead_record_id
    ) as seniority
from counted
inner join priorities on counted.source = priorities.source
