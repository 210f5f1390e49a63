{#- Matching only what is new. A pair's levels and weights follow from its two records and from frozen seeds; which pairs
    are looked at follows from the blocks. So what was derived yesterday stands for all pairs but those

    - with a record that came, went, or reads differently, or
    - in a block that became too crowded to look through, or no longer is.

    The state beside int_lead_pairs_scored is int_lead_records_matched: the keys and the content of each record as its
    pairs were derived from it. Both change in one transaction, the model's own: whenever a run is killed, the next one
    finds them in agreement. Without a state, or with one of other rules, comparisons, seeds or of another engine,
    everything is derived anew. -#}

{% macro matched_records() -%}
    {{ return(api.Relation.create(
        database=this.database, schema=this.schema, identifier='int_lead_records_matched', type='table'
    )) }}
{%- endmacro %}

{#- Changes whenever pairs would come out differently for the same records. -#}
{% macro matching_fingerprint() -%}
    {%- set sql = record_keys('records') ~ candidate_pairs('keyed', 'records') ~ scored_pairs() ~ engine_version() -%}
    {%- set seeds = [] -%}
    {%- for id in model.depends_on.nodes if id.startswith('seed.') -%}
        {%- set seed = graph.nodes[id] -%}
        {%- do seeds.append(ref(seed.name)) -%}
    {%- endfor -%}
    {%- set found = run_query(tables_hash(seeds)) -%}
    {{ return(local_md5(sql ~ found.rows[0][0])) }}
{%- endmacro %}

{#- Whether what was derived before can be kept. -#}
{% macro can_rematch() -%}
    {%- if not execute or not is_incremental() or load_relation(matched_records()) is none -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set known = run_query('select max(fingerprint) from ' ~ matched_records()) -%}
    {{ return(known.rows[0][0] == matching_fingerprint()) }}
{%- endmacro %}

{#- Before the query of int_lead_pairs_scored, in its transaction: brings int_lead_records_matched up to the records of
    now, takes out the pairs that may have changed, and proposes anew those of their records. -#}
{% macro rematch() -%}
    {%- set comparable = ref('int_lead_records_comparable') -%}
    {%- set matched = matched_records() -%}
    {%- if not can_rematch() -%}
    create or replace table {{ matched }} as
    select
        keyed.*,
        '{{ matching_fingerprint() if execute }}' as fingerprint
    from ({{ record_keys(comparable) }}) as keyed;
    {%- if load_relation(this) is not none %}
    delete from {{ this }};
    {%- endif %}
    {{ propose_pairs(matched) }}
    {%- else -%}
    create or replace temporary table lead_records_changed as
    select coalesce(now.record_hash, matched.record_hash) as record_hash
    from {{ comparable }} as now
    full outer join {{ matched }} as matched on now.record_hash = matched.record_hash
    where now.content_hash is distinct from matched.content_hash;

    create or replace temporary table lead_records_before as
    select * from {{ matched }}
    where record_hash in (select record_hash from lead_records_changed);

    create or replace temporary table lead_records_after as
    select
        keyed.*,
        '{{ matching_fingerprint() }}' as fingerprint
    from ({{ record_keys(comparable) }}) as keyed
    where keyed.record_hash in (select record_hash from lead_records_changed);

    {# Of the blocks that lost or won a record: those that passed the limit, and those beyond it that are looked through
       by neighbours. -#}
    create or replace temporary table lead_records_in_changed_blocks as
    {%- for rule in blocking_rules() %}
    {%- set key = 'key_' ~ rule %}
    select record_hash
    from {{ matched }}
    where {{ key }} in (
        select {{ key }}
        from (
            select {{ key }}, 1 as before, 1 as after
            from {{ matched }}
            where {{ key }} in (
                select {{ key }} from lead_records_before
                union all
                select {{ key }} from lead_records_after
            )
            union all
            select {{ key }}, 0 as before, -1 as after from lead_records_before
            union all
            select {{ key }}, 0 as before, 1 as after from lead_records_after
        )
        where {{ key }} is not null
        group by {{ key }}
        having
            (sum(before) > {{ most_records_in_block(rule) }})
            {{ 'or' if rule in neighbour_rules() else '<>' }} (sum(after) > {{ most_records_in_block(rule) }})
    )
    {{ 'union' if not loop.last }}
    {%- endfor %};

    delete from {{ matched }} where record_hash in (select record_hash from lead_records_changed);
    insert into {{ matched }} by name select * from lead_records_after;

    create or replace temporary table lead_records_rematched as
    select * from {{ matched }}
    where
        record_hash in (select record_hash from lead_records_changed)
        or record_hash in (select record_hash from lead_records_in_changed_blocks);

    delete from {{ this }}
    where
        {%- for side in ('lead_record_id_l', 'lead_record_id_r') %}
        {{ join_hash(side) }} in (select record_hash from lead_records_changed)
        or {{ join_hash(side) }} in (select record_hash from lead_records_in_changed_blocks)
        {{ 'or' if not loop.last }}
        {%- endfor %};
    {{ propose_pairs(matched, only='lead_records_rematched') }}
    {%- endif -%}
{%- endmacro %}
