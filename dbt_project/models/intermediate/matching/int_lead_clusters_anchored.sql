{#- The record that a lead is named after, see macros/anchors.sql. The first landing counts over all loads, also those
    that a newer snapshot replaced. -#}
with records as (

    select
        records.lead_record_id as record_id,
        coalesce(clustered.cluster_id, records.lead_record_id) as cluster_id,
        records.lead_record_id as anchor_id,
        clustered.cluster_id is not null as is_clustered
    from {{ ref('int_lead_records_standardised') }} as records
    left join {{ ref('int_lead_records_clustered') }} as clustered on records.lead_record_id = clustered.lead_record_id

),

journal as (

    select
        lead_record_id as record_id,
        lead_id as name,
        publication
    from {{ ref('stg_landing__lead_assignments') }}

),

gone as (

    select distinct
        journal.record_id as anchor_id,
        {{ lead_name('journal.record_id') }} as name
    from journal
    where not exists (select 1 from records where records.record_id = journal.record_id)

),

heirs as (

    {{ heirs_of_names('journal', 'gone', 'records') }}

),

first_landings as (

    select
        {{ full_id('landed._system', 'landed.lead_id') }} as anchor_id,
        min(loads.first_landed_at) as first_landed_at
    from {{ source('landing', 'leads') }} as landed
    inner join {{ ref('stg_landing__loads') }} as loads on landed._load_id = loads.load_id
    where
        {{ full_id('landed._system', 'landed.lead_id') }} in (
            select record_id from records where is_clustered
            union all
            select own_anchor_id from heirs
            union all
            select anchor_id from heirs
        )
    group by 1

),

anchored as (

    {{ anchors_of_clusters('heirs', 'records', 'first_landings') }}

)

select
    cluster_id,
    anchor_id
from anchored
