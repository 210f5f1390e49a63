{#- The record that a lead is named after: of all records that ever belonged to it the one that landed first. So later
    records never rename a lead, when two become one the older name stays, and of a split the part with the anchor keeps
    it. The first landing counts over all loads, also those that a newer snapshot replaced.

    Which records belong together follows from those that are there. Of one that is gone the journal of publications
    tells who was in its lead: its name goes on with the oldest of those, and first of those that were still published
    under it the last time. A name whose record is there belongs to nobody but that record's lead, so no two leads
    can have the same one. -#}
with records as (

    select
        records.lead_record_id,
        coalesce(clustered.cluster_id, records.lead_record_id) as cluster_id,
        clustered.cluster_id is not null as is_clustered
    from {{ ref('int_lead_records_standardised') }} as records
    left join {{ ref('int_lead_records_clustered') }} as clustered on records.lead_record_id = clustered.lead_record_id

),

journal as (

    select
        lead_record_id,
        lead_id,
        publication
    from {{ ref('stg_landing__lead_assignments') }}

),

gone as (

    select distinct
        journal.lead_record_id as anchor_id,
        {{ lead_name('journal.lead_record_id') }} as lead_id
    from journal
    where not exists (select 1 from records where records.lead_record_id = journal.lead_record_id)

),

-- Who was published under the name of a record that is gone.
heirs as (

    select
        records.cluster_id,
        records.lead_record_id,
        gone.anchor_id,
        journal.publication = max(journal.publication) over (partition by journal.lead_record_id) as is_last
    from journal
    inner join records on journal.lead_record_id = records.lead_record_id
    left join gone on journal.lead_id = gone.lead_id
    where
        journal.lead_record_id in (
            select published.lead_record_id
            from journal as published
            inner join gone on published.lead_id = gone.lead_id
        )
    qualify gone.anchor_id is not null

),

first_landings as (

    select
        {{ full_id('landed._system', 'landed.lead_id') }} as lead_record_id,
        min(loads.first_landed_at) as first_landed_at
    from {{ source('landing', 'leads') }} as landed
    inner join {{ ref('stg_landing__loads') }} as loads on landed._load_id = loads.load_id
    where
        {{ full_id('landed._system', 'landed.lead_id') }} in (
            select lead_record_id from records where is_clustered
            union all
            select lead_record_id from heirs
            union all
            select anchor_id from heirs
        )
    group by 1

),

inherited as (

    select
        heirs.cluster_id,
        heirs.anchor_id
    from heirs
    inner join first_landings on heirs.lead_record_id = first_landings.lead_record_id
    qualify row_number() over (
        partition by heirs.anchor_id
        order by heirs.is_last desc, first_landings.first_landed_at, heirs.lead_record_id
    ) = 1

),

candidates as (

    select
        cluster_id,
        anchor_id
    from inherited
    union all
    select
        cluster_id,
        lead_record_id as anchor_id
    from records
    where is_clustered or cluster_id in (select cluster_id from inherited)

)

select
    candidates.cluster_id,
    candidates.anchor_id
from candidates
inner join first_landings on candidates.anchor_id = first_landings.lead_record_id
qualify row_number() over (
    partition by candidates.cluster_id
    order by first_landings.first_landed_at, candidates.anchor_id
) = 1
