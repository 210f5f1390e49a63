{#- Every value that the records of a lead give for a field: the golden one, and those it beat. -#}
{%- set unpublished = ['company_key', 'referrer_email', 'referrer_phone_e164'] -%}
with said as (
    {%- for field in surviving_fields() if field not in unpublished %}
    select
        lead_id,
        '{{ field }}' as field,
        cast({{ field }} as {{ dbt.type_string() }}) as value,
        {{ survivorship_standing(field) }} as standing,
        priority_{{ field }} as priority,
        recency
    from {{ ref('int_lead_records_ranked') }}
    where {{ field }} is not null
    union all
    {%- endfor %}
    select
        lead_id,
        'channel' as field,
        channel as value,
        -seniority as standing,
        0 as priority,
        recency
    from {{ ref('int_lead_records_ranked') }}
    where channel is not null

),

-- Of the records that agree on a value, the strongest speaks for it.
told as (

    select
        lead_id,
        field,
        value,
        max(standing) as standing,
        {{ newest_value('priority', 'standing') }} as priority,
        {{ newest_value('recency', 'standing') }} as recency,
        count(*) as record_count
    from said
    group by lead_id, field, value

),

detailed as (

    select
        told.*,
        ranked.lead_record_id,
        ranked.source,
        ranked.recorded_at,
        ranked.filled
    from told
    inner join {{ ref('int_lead_records_ranked') }} as ranked
        on
            told.lead_id = ranked.lead_id
            and told.recency = ranked.recency

),

-- What a value is weighed against: the golden one against the next one, every other against the golden one.
weighed as (

    select
        *,
        row_number() over by_strength as place,
        count(*) over (partition by lead_id, field) as value_count,
        {%- for measure in ['priority', 'recorded_at', 'filled'] %}
        case
            when row_number() over by_strength = 1 then lead({{ measure }}) over by_strength
            else first_value({{ measure }}) over by_strength
        end as rival_{{ measure }}{{ ',' if not loop.last }}
        {%- endfor %}
    from detailed
    window by_strength as (partition by lead_id, field order by standing desc)

)

select
    lead_id,
    field,
    cast(place as integer) as place,
    value,
    place = 1 as is_golden,
    case
        when value_count = 1 then 'only_value'
        when field = 'channel' then 'first_touch'
        when priority <> rival_priority then 'source_priority'
        when recorded_at <> rival_recorded_at then 'recency'
        when filled <> rival_filled then 'completeness'
        else 'record_id'
    end as rule,
    cast(case when place = 1 then value_count - 1 end as integer) as beaten_count,
    cast(record_count as integer) as record_count,
    lead_record_id,
    source,
    recorded_at
from weighed
