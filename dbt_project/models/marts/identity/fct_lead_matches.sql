{#- The ledger: every pair of records that was merged, and every pair that a person or a guard kept apart. -#}
with decided as (

    select
        lead_record_id_l,
        lead_record_id_r,
        outcome,
        reason
    from {{ ref('int_lead_pairs_decided') }}
    where outcome in ('merged', 'apart')

),

-- The publication from which on a record has been in the lead that it is in now.
since as (

    select
        lead_record_id,
        publication,
        run_id,
        as_of
    from {{ ref('int_lead_assignments') }}
    where next_publication is null and lead_id is not null

)

select
    decided.lead_record_id_l,
    decided.lead_record_id_r,
    record_l.lead_id as lead_id_l,
    record_r.lead_id as lead_id_r,
    decided.outcome,
    decided.reason,
    scored.blocking_rule,
    cast(scored.match_weight as double) as match_weight,
    cast(scored.match_probability as double) as match_probability,
    cast(case when scored.match_weight is not null then prior.weight end as double) as weight_prior,
    {%- for comparison in comparisons() %}
    cast(scored.level_{{ comparison }} as integer) as level_{{ comparison }},
    cast(scored.weight_{{ comparison }} as double) as weight_{{ comparison }},
    {%- endfor %}
    scored.model_version,
    decisions.decision_id,
    decisions.decided_at,
    decisions.decided_by,
    case
        when record_l.lead_id <> record_r.lead_id then null
        when since_l.publication >= since_r.publication then since_l.as_of
        else since_r.as_of
    end as merged_at,
    case
        when record_l.lead_id <> record_r.lead_id then null
        when since_l.publication >= since_r.publication then since_l.run_id
        else since_r.run_id
    end as merged_by_run_id
from decided
inner join {{ ref('int_lead_records_resolved') }} as record_l on decided.lead_record_id_l = record_l.lead_record_id
inner join {{ ref('int_lead_records_resolved') }} as record_r on decided.lead_record_id_r = record_r.lead_record_id
inner join since as since_l on decided.lead_record_id_l = since_l.lead_record_id
inner join since as since_r on decided.lead_record_id_r = since_r.lead_record_id
left join {{ ref('int_lead_pairs_scored') }} as scored
    on
        decided.lead_record_id_l = scored.lead_record_id_l
        and decided.lead_record_id_r = scored.lead_record_id_r
left join {{ ref('stg_landing__lead_decisions') }} as decisions
    on
        decided.lead_record_id_l = decisions.lead_record_id_l
        and decided.lead_record_id_r = decisions.lead_record_id_r
cross join (
    select weight from {{ ref('match_parameters') }} where comparison = 'prior'
) as prior
