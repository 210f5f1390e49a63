with leads as (

    select
        urgency,
        need,
        planned_purchase_on
    from {{ ref('stg_landing__lead_versions') }}

),

texts as (

    select
        urgency as said,
        false as is_free_text
    from leads
    where urgency is not null

    union

    -- What a lead writes about its need is asked only when it said nothing plainer.
    select
        need as said,
        true as is_free_text
    from leads
    where need is not null and urgency is null and planned_purchase_on is null

),

searched as (

    select
        said,
        is_free_text,
        {{ searchable('said') }} as words
    from texts

),

found as (

    select
        searched.said,
        searched.is_free_text,
        levels.urgency_level,
        row_number() over (
            partition by searched.said, searched.is_free_text
            order by length(levels.keyword) desc, levels.urgency_level desc
        ) as place
    from searched
    inner join {{ ref('urgency_levels') }} as levels
        on
            (levels.in_free_text or not searched.is_free_text)
            and {{ keyword_found('searched.words', 'levels.keyword') }}

)

select
    said,
    is_free_text,
    urgency_level
from found
where place = 1
