{#- The edges of the clusters: pairs that weigh enough, and pairs that a person joined; without those that a person
    parted. -#}
with records as (

    select lead_record_id from {{ ref('int_lead_records_comparable') }}

),

decisions as (

    select
        decisions.lead_record_id_l,
        decisions.lead_record_id_r,
        decisions.decision
    from {{ ref('stg_landing__lead_decisions') }} as decisions
    where
        decisions.lead_record_id_l in (select lead_record_id from records)
        and decisions.lead_record_id_r in (select lead_record_id from records)

)

select
    scored.lead_record_id_l,
    scored.lead_record_id_r,
    scored.match_weight,
    false as is_human
from {{ ref('int_lead_pairs_scored') }} as scored
where
    scored.match_weight >= (select min_weight from {{ ref('match_thresholds') }} where threshold = 'merge')
    and not exists (
        select 1
        from decisions
        where
            decisions.lead_record_id_l = scored.lead_record_id_l
            and decisions.lead_record_id_r = scored.lead_record_id_r
    )
union all
select
    lead_record_id_l,
    lead_record_id_r,
    cast(null as double) as match_weight,
    true as is_human
from decisions
where decision = 'same'
