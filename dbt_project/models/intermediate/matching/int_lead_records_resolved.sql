with shared as (

    select
        lead_record_id,
        cluster_id,
        count(*) over (partition by cluster_id) as record_count
    from {{ ref('int_lead_records_clustered') }}

),

merged as (

    select
        decided.lead_record_id_l,
        decided.lead_record_id_r,
        case
            when decided.reason = 'human_same' then 1
            when scored.level_email = {{ level_same('email') }} then 2
            when scored.level_phone = {{ level_same('phone') }} then 3
            when scored.level_company = {{ level_same('company') }} and scored.level_person >= {{ level_same('person') - 1 }} then 4
            else 5
        end as rule_rank
    from {{ ref('int_lead_pairs_decided') }} as decided
    left join {{ ref('int_lead_pairs_scored') }} as scored
        on
            decided.lead_record_id_l = scored.lead_record_id_l
            and decided.lead_record_id_r = scored.lead_record_id_r
    where decided.outcome = 'merged'

),

rules as (

    select
        lead_record_id,
        min(rule_rank) as strongest
    from (
        select lead_record_id_l as lead_record_id, rule_rank from merged
        union all
        select lead_record_id_r as lead_record_id, rule_rank from merged
    )
    group by lead_record_id

)

select
    records.lead_record_id,
    {{ lead_name('coalesce(anchors.anchor_id, records.lead_record_id)') }} as lead_id,
    case rules.strongest
        when 1 then 'decision'
        when 2 then 'email'
        when 3 then 'phone'
        when 4 then 'company_person'
        when 5 then 'combination'
        else 'single'
    end as match_rule,
    cast(coalesce(shared.record_count, 1) as integer) as record_count
from {{ ref('int_lead_records_standardised') }} as records
left join shared on records.lead_record_id = shared.lead_record_id
left join {{ ref('int_lead_clusters_anchored') }} as anchors
    on coalesce(shared.cluster_id, records.lead_record_id) = anchors.cluster_id
left join rules on records.lead_record_id = rules.lead_record_id
