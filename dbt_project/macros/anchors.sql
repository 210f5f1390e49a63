{#- What a lead or an account is named after: its anchor. Of all records that ever belonged to it, it is the one that
    landed first. So later records never rename it, when two become one the older name stays, and of a split the part
    with the anchor keeps it.

    Which records belong together follows from those that are there. Of an anchor that is gone the journal of
    publications tells who was published under its name: the name goes on with the oldest of those, and first of those
    that were still published under it the last time. A name whose anchor is there belongs to nobody but that anchor's
    cluster, so no two clusters can have the same one. -#}

{#- Who was published under the name of an anchor that is gone: cluster_id, own_anchor_id, anchor_id (the one that is
    gone), is_last. `published` has record_id, name, publication; `gone` has anchor_id, name; `members`, the records that
    are there, has record_id, cluster_id, anchor_id (its own: the name it would have alone). -#}
{% macro heirs_of_names(published, gone, members) -%}
    select
        {{ members }}.cluster_id,
        {{ members }}.anchor_id as own_anchor_id,
        {{ gone }}.anchor_id,
        {{ published }}.publication = max({{ published }}.publication) over (partition by {{ published }}.record_id)
            as is_last
    from {{ published }}
    inner join {{ members }} on {{ published }}.record_id = {{ members }}.record_id
    left join {{ gone }} on {{ published }}.name = {{ gone }}.name
    where
        {{ published }}.record_id in (
            select former.record_id
            from {{ published }} as former
            inner join {{ gone }} on former.name = {{ gone }}.name
        )
    qualify {{ gone }}.anchor_id is not null
{%- endmacro %}

{#- The anchor of each cluster: cluster_id, anchor_id, first_landed_at. `heirs` is of heirs_of_names; `landings` has
    anchor_id, first_landed_at, and members that it does not have name no cluster. -#}
{% macro anchors_of_clusters(heirs, members, landings) -%}
    with inherited as (

        select
            {{ heirs }}.cluster_id,
            {{ heirs }}.anchor_id
        from {{ heirs }}
        inner join {{ landings }} on {{ heirs }}.own_anchor_id = {{ landings }}.anchor_id
        qualify row_number() over (
            partition by {{ heirs }}.anchor_id
            order by {{ heirs }}.is_last desc, {{ landings }}.first_landed_at, {{ heirs }}.own_anchor_id
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
            anchor_id
        from {{ members }}

    )

    select
        candidates.cluster_id,
        candidates.anchor_id,
        {{ landings }}.first_landed_at
    from candidates
    inner join {{ landings }} on candidates.anchor_id = {{ landings }}.anchor_id
    qualify row_number() over (
        partition by candidates.cluster_id
        order by {{ landings }}.first_landed_at, candidates.anchor_id
    ) = 1
{%- endmacro %}
