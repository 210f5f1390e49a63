{#- A web form names the CRM's sales person by number, name or e-mail, under its own system. What is written as an owner
    somewhere is looked up among all owners: by the full id, then by what one owner only is called. -#}
with mentioned as (

    select owner_id as owner_reference from {{ ref('stg_landing__lead_versions') }} where owner_id is not null
    union
    select owner_id as owner_reference from {{ ref('stg_landing__owners') }}

),

called as (

    select
        owner_id as owner_reference,
        owner_id,
        1 as precedence
    from {{ ref('stg_landing__owners') }}
    union all
    select
        merged_id as owner_reference,
        survivor_id as owner_id,
        1 as precedence
    from {{ ref('stg_landing__merged_ids') }}
    where entity = 'owner'
    union all
    select
        external_id as owner_reference,
        owner_id,
        2 as precedence
    from {{ ref('stg_landing__owners') }}
    union all
    select
        lower(trim(email)) as owner_reference,
        owner_id,
        3 as precedence
    from {{ ref('stg_landing__owners') }}
    union all
    select
        lower({{ normal_text('full_name') }}) as owner_reference,
        owner_id,
        4 as precedence
    from {{ ref('stg_landing__owners') }}

),

unmistakable as (

    select
        owner_reference,
        precedence,
        min(owner_id) as owner_id
    from called
    where owner_reference is not null
    group by owner_reference, precedence
    having count(distinct owner_id) = 1

),

written as (

    select
        owner_reference,
        substr(owner_reference, {{ text_position(':', 'owner_reference') }} + 1) as external_id
    from mentioned

),

matched as (

    select
        written.owner_reference,
        unmistakable.owner_id,
        row_number() over (partition by written.owner_reference order by unmistakable.precedence) as place
    from written
    inner join unmistakable
        on
            (unmistakable.precedence = 1 and written.owner_reference = unmistakable.owner_reference)
            or (unmistakable.precedence = 2 and written.external_id = unmistakable.owner_reference)
            or (
                unmistakable.precedence > 2
                and lower({{ normal_text('written.external_id') }}) = unmistakable.owner_reference
            )

)

select
    written.owner_reference,
    -- Nobody known by that: the reference stays as it is, and the relation tests name it.
    coalesce(matched.owner_id, written.owner_reference) as owner_id,
    matched.owner_id is not null as is_known
from written
left join matched
    on
        written.owner_reference = matched.owner_reference
        and matched.place = 1
