{#- The scorecard: score = sum(weight * points) / sum(weight) over the factors that are known. Bounds put 0 and 10 in the
    place of what is unknown; a grade is firm when both bounds get it. -#}
{%- set factors = ['size', 'urgency', 'decision_level', 'fit'] -%}
with valid_versions as (

    select
        version,
        row_number() over (order by valid_from desc, version desc) as place
    from (select distinct version, valid_from from {{ ref('scorecard_weights') }}) as versions
    where valid_from <= {{ as_of_date() }}

),

scorecard as (

    select
        weights.version,
        {%- for factor in factors %}
        max(case when weights.factor = '{{ factor }}' then weights.weight else 0 end) as weight_{{ factor }},
        {%- endfor %}
        sum(weights.weight) as weight_total
    from {{ ref('scorecard_weights') }} as weights
    inner join valid_versions
        on
            weights.version = valid_versions.version
            and valid_versions.place = 1
    group by weights.version

),

bands as (

    select
        version,
        max(case when grade = 'A' then min_score end) as min_score_a,
        max(case when grade = 'B' then min_score end) as min_score_b
    from {{ ref('grade_bands') }}
    group by version

),

summed as (

    select
        rated.*,
        scorecard.version as score_version,
        scorecard.weight_total,
        bands.min_score_a,
        bands.min_score_b,
        {%- for factor in factors %}
        coalesce(scorecard.weight_{{ factor }} * rated.points_{{ factor }}, 0){{ ' +' if not loop.last }}
        {%- endfor %} as weighted_points,
        {%- for factor in factors %}
        case when rated.points_{{ factor }} is null then 0 else scorecard.weight_{{ factor }} end
        {{- ' +' if not loop.last }}
        {%- endfor %} as weight_known
    from {{ ref('int_leads_rated') }} as rated
    cross join scorecard
    left join bands on scorecard.version = bands.version

),

scored as (

    select
        *,
        -- Graded as it is shown: to two decimals.
        cast(round(weighted_points / nullif(weight_known, 0), 2) as decimal(4, 2)) as score,
        cast(round(weighted_points / weight_total, 2) as decimal(4, 2)) as score_low,
        cast(
            round((weighted_points + 10 * (weight_total - weight_known)) / weight_total, 2) as decimal(4, 2)
        ) as score_high,
        cast(weight_known / weight_total as decimal(5, 4)) as score_coverage
    from summed

),

graded as (

    select
        *,
        {%- for score in ['score', 'score_low', 'score_high'] %}
        case
            when {{ score }} >= min_score_a then 'A'
            when {{ score }} >= min_score_b then 'B'
            else 'C'
        end as {{ score | replace('score', 'grade') }}{{ ',' if not loop.last }}
        {%- endfor %}
    from scored

)

select
    graded.lead_id,
    merged.channel,
    merged.campaign,
    merged.created_at,
    graded.points_size,
    graded.points_urgency,
    graded.points_decision_level,
    graded.points_fit,
    graded.score,
    graded.score_low,
    graded.score_high,
    graded.score_coverage,
    graded.grade,
    graded.grade_low = graded.grade_high as is_grade_firm,
    graded.score_version
from graded
inner join {{ ref('int_leads_merged') }} as merged on graded.lead_id = merged.lead_id
