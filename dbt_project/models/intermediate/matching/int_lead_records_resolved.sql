{#- A lead is named after its anchor, the record that landed first: later records never rename it, when two leads become
    one the older name stays, and of a split the part with the anchor keeps it. The first landing counts over all
    loads, also those that a newer snapshot replaced. Only when the anchor itself is gone does the next oldest record
    give the name. -#}
with clustered as (

    select
        lead_record_id,
        cluster_id,
        count(*) over (partition by cluster_id) as record_count
    from {{ ref('int_lead_records_clustered') }}

),

shared as (

    select * from clustered where record_count > 1

),

first_landings as (

    select
        {{ full_id('landed._system', 'landed.lead_id') }} as lead_record_id,
        min(loads.first_landed_at) as first_landed_at
    from {{ source('landing', 'leads') }} as landed
    inner join {{ ref('stg_landing__loads') }} as loads on landed._load_id = loads.load_id
    where {{ full_id('landed._system', 'landed.lead_id') }} in (select lead_record_id from shared)
    group by 1

),

anchors as (

    select
        shared.cluster_id,
        shared.lead_record_id as anchor_id
    from shared
    inner join first_landings on shared.lead_record_id = first_landings.lead_record_id
    qualify row_number() over (
        partition by shared.cluster_id
        order by first_landings.first_landed_at, shared.lead_record_id
    ) = 1

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
    'L' || {{ short_hash('coalesce(anchors.anchor_id, records.lead_record_id)') }} as lead_id,
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
left join anchors on shared.cluster_id = anchors.cluster_id
left join rules on records.lead_record_id = rules.lead_record_id
