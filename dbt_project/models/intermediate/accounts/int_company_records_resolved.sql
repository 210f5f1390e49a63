{#- The account of each company record, named after the record that landed first, see macros/anchors.sql. A company as
    leads write it counts from the first lead record that wrote it. -#}
with accounts_of_records as (

    select
        records.company_hash,
        records.account_record_id as record_id,
        records.first_landed_at,
        case when records.kind = 'leads' then 'lead ' else 'account ' end || records.anchor_id as anchor_id,
        coalesce(parted.rule, grouped.rule) as rule,
        case when parted.rule = 'decision' then null else grouped.unmatched_reason end as unmatched_reason,
        coalesce(parted.part_hash, grouped.group_hash) as part_hash,
        coalesce(clustered.cluster_hash, parted.part_hash, grouped.group_hash) as cluster_id
    from {{ ref('int_company_records_grouped') }} as grouped
    inner join {{ ref('int_company_records') }} as records on grouped.company_hash = records.company_hash
    left join {{ ref('int_company_records_parted') }} as parted on grouped.company_hash = parted.company_hash
    left join {{ ref('int_company_parts_clustered') }} as clustered
        on coalesce(parted.part_hash, grouped.group_hash) = clustered.part_hash

),

members as (

    select * from accounts_of_records where cluster_id is not null

),

journal as (

    select
        account_record_id as record_id,
        account_id as name,
        publication,
        named_after,
        first_landed_at
    from {{ ref('stg_landing__account_assignments') }}

),

-- Names whose anchor is not the first of any company record: it is gone, or another one landed before it.
unclaimed as (

    select
        journal.name,
        any_value(journal.named_after) as anchor_id,
        any_value(journal.first_landed_at) as first_landed_at
    from journal
    where journal.named_after not in (select anchor_id from members)
    group by journal.name

),

-- A lead record that names no company any more is as good as gone.
gone as (

    select * from unclaimed
    where
        anchor_id not in (
            select 'lead ' || lead_record_id
            from {{ ref('int_lead_records_companies') }}
            where lead_record_id in (select substr(anchor_id, 6) from unclaimed where anchor_id like 'lead %')
        )

),

heirs as (

    {{ heirs_of_names('journal', 'gone', 'members') }}

),

landings as (

    select
        anchor_id,
        first_landed_at
    from members
    union all
    select
        anchor_id,
        first_landed_at
    from gone

),

anchors as (

    {{ anchors_of_clusters('heirs', 'members', 'landings') }}

)

select
    accounts_of_records.company_hash,
    accounts_of_records.record_id as account_record_id,
    {{ account_name('anchors.anchor_id') }} as account_id,
    anchors.anchor_id as named_after,
    anchors.first_landed_at as named_at,
    accounts_of_records.part_hash,
    case when accounts_of_records.cluster_id is not null then coalesce(accounts_of_records.rule, 'alone') end as rule,
    accounts_of_records.unmatched_reason
from accounts_of_records
left join anchors on accounts_of_records.cluster_id = anchors.cluster_id
