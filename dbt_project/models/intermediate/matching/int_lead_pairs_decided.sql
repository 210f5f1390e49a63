with thresholds as (

    select min_weight as merge_weight from {{ ref('match_thresholds') }} where threshold = 'merge'

),

pairs as (

    select
        coalesce(scored.lead_record_id_l, decisions.lead_record_id_l) as lead_record_id_l,
        coalesce(scored.lead_record_id_r, decisions.lead_record_id_r) as lead_record_id_r,
        scored.match_weight,
        scored.model_version,
        decisions.decision
    from {{ ref('int_lead_pairs_scored') }} as scored
    full outer join {{ ref('stg_landing__lead_decisions') }} as decisions
        on
            scored.lead_record_id_l = decisions.lead_record_id_l
            and scored.lead_record_id_r = decisions.lead_record_id_r

)

select
    pairs.lead_record_id_l,
    pairs.lead_record_id_r,
    case
        when one.cluster_id = other.cluster_id and (pairs.decision = 'same' or pairs.match_weight >= thresholds.merge_weight)
            then 'merged'
        when pairs.decision is not null or pairs.match_weight >= thresholds.merge_weight then 'apart'
        else 'review'
    end as outcome,
    case
        when pairs.decision = 'same' then 'human_same'
        when pairs.decision = 'different' then 'human_different'
        when pairs.match_weight >= thresholds.merge_weight and one.cluster_id <> other.cluster_id then 'guard_chain'
        else 'weight'
    end as reason,
    pairs.match_weight,
    pairs.model_version
from pairs
cross join thresholds
left join {{ ref('int_lead_records_clustered') }} as one on pairs.lead_record_id_l = one.lead_record_id
left join {{ ref('int_lead_records_clustered') }} as other on pairs.lead_record_id_r = other.lead_record_id
