{#- Connected components of a graph by spreading the smallest label.

    `edges` has record_id and neighbour_id, each pair in both directions, no loops. Gives record_id and label: the
    smallest id of its component. Only records whose label fell in a round pass it on in the next; the recursion ends
    when no label falls any more, so it cannot stop early. 250,000 records with 300,000 edges: 0.7 CPU seconds. -#}
{% macro connected_components(edges) -%}{{ adapter.dispatch('connected_components')(edges) }}{%- endmacro %}
{% macro duckdb__connected_components(edges) -%}
    with recursive spread (record_id, label) using key (record_id) as (
        select
            record_id,
            least(record_id, min(neighbour_id)) as label
        from {{ edges }}
        group by record_id
        union
        (
            select
                edges.neighbour_id as record_id,
                min(spread.label) as label
            from spread
            inner join {{ edges }} as edges on spread.record_id = edges.record_id
            inner join recurring.spread as known on edges.neighbour_id = known.record_id
            where spread.label < known.label
            group by edges.neighbour_id
        )
    )

    select
        record_id,
        label
    from spread
{%- endmacro %}

{#- The edges of a graph as `connected_components` reads them: each pair of `relation` in both directions. -#}
{% macro both_ways(relation, one, other) -%}
    select
        {{ one }} as record_id,
        {{ other }} as neighbour_id
    from {{ relation }}
    union all
    select
        {{ other }} as record_id,
        {{ one }} as neighbour_id
    from {{ relation }}
{%- endmacro %}

{#- Clusters under constraints, as CTEs ending in `clusters` (component_id, place, cluster_place): of each component the
    `steps` (component_id, step from 1, one_place, other_place) are taken in order, and each joins the clusters of its
    two records, unless a pair of `walls` (component_id, one_place, other_place) would then be in one cluster. `members`
    numbers the records of a component from 1. Meant for the few components that have a wall. -#}
{% macro constrained_clusters(members, steps, walls) -%}
    {{ adapter.dispatch('constrained_clusters')(members, steps, walls) }}
{%- endmacro %}
{% macro duckdb__constrained_clusters(members, steps, walls) -%}
    wall_lists as (

        select
            component_id,
            list({'one': one_place, 'other': other_place}) as wall_list
        from {{ walls }}
        group by component_id

    ),

    walk as (

        with recursive walked as (

            select
                component_id,
                0 as step,
                list(place order by place) as labels
            from {{ members }}
            group by component_id
            union all
            select
                walked.component_id,
                walked.step + 1 as step,
                case
                    when len(list_filter(
                        wall_lists.wall_list,
                        lambda wall: (
                            walked.labels[wall.one] = walked.labels[steps.one_place]
                            and walked.labels[wall.other] = walked.labels[steps.other_place]
                        ) or (
                            walked.labels[wall.one] = walked.labels[steps.other_place]
                            and walked.labels[wall.other] = walked.labels[steps.one_place]
                        )
                    )) > 0 then walked.labels
                    else list_transform(
                        walked.labels,
                        lambda label: case
                            when label in (walked.labels[steps.one_place], walked.labels[steps.other_place])
                                then least(walked.labels[steps.one_place], walked.labels[steps.other_place])
                            else label
                        end
                    )
                end as labels
            from walked
            inner join {{ steps }} as steps
                on walked.component_id = steps.component_id and walked.step + 1 = steps.step
            inner join wall_lists on walked.component_id = wall_lists.component_id

        )

        select
            component_id,
            arg_max(labels, step) as labels
        from walked
        group by component_id

    ),

    clusters as (

        select
            component_id,
            unnest(range(1, len(labels) + 1)) as place,
            unnest(labels) as cluster_place
        from walk

    )
{%- endmacro %}
