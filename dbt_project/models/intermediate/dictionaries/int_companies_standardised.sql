with names as (

    select company from {{ ref('stg_landing__lead_versions') }} where company is not null
    union
    select name as company from {{ ref('stg_landing__accounts') }} where name is not null
    union
    select parent_name as company from {{ ref('stg_landing__accounts') }} where parent_name is not null

),

normal as (

    select
        company,
        {{ display_text('company') }} as company_name,
        lower({{ normal_text('company') }}) as normal_name
    from names

),

simplified as (

    select
        company,
        company_name,
        {{ to_simplified(unless_placeholder('normal_name')) }} as plain_name
    from normal

),

shortened as (

    select
        *,
        trim({{ without_legal_form('plain_name') }}) as short_name
    from simplified

),

bare as (

    select
        company,
        company_name,
        plain_name,
        short_name,
        -- A name that is all legal form keeps it: an empty key would match every other such name.
        coalesce(
            nullif({{ letters_and_digits('short_name') }}, ''),
            nullif({{ letters_and_digits('plain_name') }}, '')
        ) as bare_name
    from shortened

),

-- 北京恒达机械 and 恒达机械 are one company; 北京大学 and 大学 are not: four characters must be left.
placed as (

    select
        bare.bare_name,
        max(length(regions.alias)) as place_length
    from (select distinct bare_name from bare where {{ has_chinese('bare_name') }}) as bare
    cross join (values (2), (3), (4), (5), (6), (7)) as prefixes (prefix_length)
    inner join {{ ref('regions') }} as regions
        on substr(bare.bare_name, 1, prefixes.prefix_length) = regions.alias
    where length(bare.bare_name) >= prefixes.prefix_length + 4
    group by bare.bare_name

)

select
    bare.company,
    bare.company_name,
    bare.plain_name,
    bare.short_name,
    substr(bare.bare_name, 1, coalesce(placed.place_length, 0)) as place,
    substr(bare.bare_name, coalesce(placed.place_length, 0) + 1) as name_key,
    -- International Business Machines is IBM.
    case
        when {{ regex_matches('bare.short_name', '[a-z]+( [a-z]+){2,}') }}
            then {{ regex_replace('bare.short_name', '([a-z])[a-z]* ?', '\\1') }}
    end as initials,
    -- 恒达机械 is hengdajixie: comparable with Hengda Machinery as far as the brand goes.
    {{ without_accents(to_pinyin('substr(bare.bare_name, coalesce(placed.place_length, 0) + 1)')) }} as company_sound
from bare
left join placed on bare.bare_name = placed.bare_name
