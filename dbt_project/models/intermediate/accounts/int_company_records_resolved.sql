{#- The account of each company record. An account is named after the record that landed first, like a lead: what comes
    later never renames it. -#}
with accounts_of_records as (

    select
        records.company_hash,
        records.account_record_id,
        records.first_landed_at,
        records.anchor_id,
        grouped.rule,
        grouped.unmatched_reason,
        grouped.group_hash,
        coalesce(clustered.cluster_hash, grouped.group_hash) as cluster_hash,
        case when records.kind = 'leads' then 2 else 1 end as kind_rank
    from {{ ref('int_company_records_grouped') }} as grouped
    inner join {{ ref('int_company_records') }} as records on grouped.company_hash = records.company_hash
    left join {{ ref('int_company_groups_clustered') }} as clustered on grouped.group_hash = clustered.group_hash

),

anchors as (

    select
        cluster_hash,
        anchor_id,
        kind_rank,
        count(*) over (partition by cluster_hash) as record_count
    from accounts_of_records
    where cluster_hash is not null
    qualify row_number() over (
        partition by cluster_hash
        order by first_landed_at, kind_rank, anchor_id
    ) = 1

)

select
    accounts_of_records.company_hash,
    accounts_of_records.account_record_id,
    case
        when anchors.cluster_hash is not null
            then 'A' || {{ short_hash("case when anchors.kind_rank = 1 then 'account ' else 'lead ' end || anchors.anchor_id") }}
    end as account_id,
    accounts_of_records.group_hash,
    case when accounts_of_records.cluster_hash is not null then coalesce(accounts_of_records.rule, 'alone') end as rule,
    accounts_of_records.unmatched_reason,
    cast(anchors.record_count as integer) as record_count
from accounts_of_records
left join anchors on accounts_of_records.cluster_hash = anchors.cluster_hash
