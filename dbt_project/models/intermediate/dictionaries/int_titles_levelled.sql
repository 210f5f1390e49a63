with titles as (

    select title from {{ ref('stg_landing__lead_versions') }} where title is not null
    union
    select title from {{ ref('stg_landing__contacts') }} where title is not null

),

searched as (

    select
        title,
        {{ searchable('title') }} as words
    from titles

),

found as (

    select
        searched.title,
        levels.decision_level,
        row_number() over (
            partition by searched.title
            order by length(levels.keyword) desc, levels.decision_level desc
        ) as place
    from searched
    inner join {{ ref('title_levels') }} as levels on {{ keyword_found('searched.words', 'levels.keyword') }}

)

select
    title,
    decision_level
from found
where place = 1
