with uncertain as (

    select
        scored.*,
        -- The pair of leads in one order, whichever way round their records stand.
        least(record_l.lead_id, record_r.lead_id) as lead_id_l,
        greatest(record_l.lead_id, record_r.lead_id) as lead_id_r,
        record_l.lead_id > record_r.lead_id as is_turned
    from {{ ref('int_lead_pairs_decided') }} as decided
    inner join {{ ref('int_lead_pairs_scored') }} as scored
        on
            decided.lead_record_id_l = scored.lead_record_id_l
            and decided.lead_record_id_r = scored.lead_record_id_r
    inner join {{ ref('int_lead_records_resolved') }} as record_l
        on decided.lead_record_id_l = record_l.lead_record_id
    inner join {{ ref('int_lead_records_resolved') }} as record_r
        on decided.lead_record_id_r = record_r.lead_record_id
    where decided.outcome = 'review' and record_l.lead_id <> record_r.lead_id

),

-- Leads that somebody, or a third record, has set apart are no question any more.
settled as (

    select distinct
        least(record_l.lead_id, record_r.lead_id) as lead_id_l,
        greatest(record_l.lead_id, record_r.lead_id) as lead_id_r
    from {{ ref('stg_landing__lead_decisions') }} as decisions
    inner join {{ ref('int_lead_records_resolved') }} as record_l
        on decisions.lead_record_id_l = record_l.lead_record_id
    inner join {{ ref('int_lead_records_resolved') }} as record_r
        on decisions.lead_record_id_r = record_r.lead_record_id
    where decisions.decision = 'different'

),

ranked as (

    select
        *,
        count(*) over (partition by lead_id_l, lead_id_r) as pair_count,
        row_number() over (
            partition by lead_id_l, lead_id_r
            order by match_weight desc, lead_record_id_l, lead_record_id_r
        ) as place
    from uncertain

),

pipeline as (

    select
        lead_id,
        {{ sum_money('amount_base') }} as open_amount_base
    from {{ ref('fct_opportunities') }}
    where status = 'open' and lead_id is not null
    group by lead_id

),

leads as (

    select
        leads.lead_id,
        leads.full_name,
        leads.company,
        leads.email,
        leads.phone_e164,
        leads.grade,
        leads.score,
        coalesce(pipeline.open_amount_base, 0) as open_amount_base
    from {{ ref('fct_leads') }} as leads
    left join pipeline on leads.lead_id = pipeline.lead_id

)

select
    cast(
        row_number() over (
            order by
                lead_l.open_amount_base + lead_r.open_amount_base desc,
                least(lead_l.grade, lead_r.grade) asc,
                greatest(coalesce(lead_l.score, 0), coalesce(lead_r.score, 0)) desc,
                ranked.match_weight desc,
                ranked.lead_id_l asc,
                ranked.lead_id_r asc
        ) as integer
    ) as priority,
    cast(lead_l.open_amount_base + lead_r.open_amount_base as decimal(18, 2)) as open_amount_base,
    {%- for side in ['l', 'r'] %}
    lead_{{ side }}.lead_id as lead_id_{{ side }},
    {%- for column in ['full_name', 'company', 'email', 'phone_e164', 'grade', 'score'] %}
    lead_{{ side }}.{{ column }} as {{ column }}_{{ side }},
    {%- endfor %}
    cast(lead_{{ side }}.open_amount_base as decimal(18, 2)) as open_amount_base_{{ side }},
    {%- endfor %}
    case when ranked.is_turned then ranked.lead_record_id_r else ranked.lead_record_id_l end as lead_record_id_l,
    case when ranked.is_turned then ranked.lead_record_id_l else ranked.lead_record_id_r end as lead_record_id_r,
    cast(ranked.pair_count as integer) as pair_count,
    cast(ranked.match_weight as double) as match_weight,
    cast(ranked.match_probability as double) as match_probability,
    {%- for comparison in comparisons() %}
    cast(ranked.level_{{ comparison }} as integer) as level_{{ comparison }},
    {%- endfor %}
    ranked.model_version
from ranked
inner join leads as lead_l on ranked.lead_id_l = lead_l.lead_id
inner join leads as lead_r on ranked.lead_id_r = lead_r.lead_id
left join settled
    on
        ranked.lead_id_l = settled.lead_id_l
        and ranked.lead_id_r = settled.lead_id_r
where ranked.place = 1 and settled.lead_id_l is null
