{#- What a company's name says beyond its key: where the company is, whether it is a branch or a group, and whether the
    name can tell one company from another at all. -#}
with dictionary as (

    select
        company,
        company_name,
        plain_name,
        short_name,
        name_key,
        company_sound,
        place
    from {{ ref('int_companies_standardised') }}
    where name_key is not null

),

-- Nearly every name is written as it is shown. Of those that are only written otherwise, any one stands for all.
names as (

    select * exclude (company) from dictionary where company = company_name
    union all
    select
        company_name,
        max(plain_name) as plain_name,
        max(short_name) as short_name,
        max(name_key) as name_key,
        max(company_sound) as company_sound,
        max(place) as place
    from dictionary
    where company <> company_name and company_name not in (select company from dictionary)
    group by company_name

),

-- 科技公司, 电子科技公司 and 上海科技公司 are no names.
generic_words as (

    select word from {{ ref('company_words') }} where kind = 'generic'

),

meaningless as (

    select word from {{ ref('company_words') }}
    union
    select places.alias || generic_words.word as word
    from {{ ref('int_places_named') }} as places
    cross join generic_words
    union
    select one.word || two.word from generic_words as one cross join generic_words as two
    union
    select one.word || two.word || three.word
    from generic_words as one
    cross join generic_words as two
    cross join generic_words as three
    where {{ has_chinese('one.word') }} and {{ has_chinese('two.word') }} and {{ has_chinese('three.word') }}

),

marked as (

    select
        *,
        {{ has_chinese('name_key') }} as is_chinese,
        case when has_marks then {{ branch_of_name('plain_name') }} else '' end as branch,
        case when has_marks then {{ bracket_of_name('plain_name') }} else '' end as bracket,
        has_marks and {{ is_group_name('plain_name') }} as is_group
    from (
        select
            *,
            -- Most names have none of these: one look at them instead of three.
            {{ regex_found('plain_name', '[(【\\[]|集团|控股|group|holding|分公司|办事处|代表处|branch|office') }} as has_marks
        from names
    ) as looked_at

),

worded as (

    select
        *,
        case
            when branch <> '' and not is_chinese
                then trim({{ without_legal_form(without_western_branch('plain_name')) }})
            when not is_chinese then short_name
        end as western_name,
        -- The key of a Western name is its letters without the legal form already.
        case when branch <> '' then {{ letters_and_digits(without_legal_form(without_western_branch('plain_name'))) }}
            else name_key
        end as western_key
    from marked

),

-- Western names have their place in front, behind, or in brackets: Suzhou Hengda, Hengda Suzhou, Hengda (Suzhou).
spelt as (

    select
        *,
        {{ text_part('western_name', ' ', 1) }} as first_word,
        {{ text_part('western_name', ' ', 1) }} || ' ' || {{ text_part('western_name', ' ', 2) }} as first_words,
        case when bracket = '' then {{ last_word('western_name') }} else bracket end as final_word
    from worded

),

located as (

    select
        spelt.*,
        coalesce(chinese.region, bracketed.region, front.region, front_two.region, back.region) as region,
        coalesce(chinese.city, bracketed.city, front.city, front_two.city, back.city) as city,
        coalesce(
            bracketed_country.code,
            chinese.country, bracketed.country, front.country, front_two.country, back.country
        ) as country,
        coalesce(front.alias_key, front_two.alias_key) as front_place,
        back.alias_key as back_place
    from spelt
    left join {{ ref('int_places_named') }} as chinese on spelt.place = chinese.alias
    left join {{ ref('int_places_named') }} as bracketed on spelt.bracket = bracketed.alias
    left join {{ ref('countries') }} as bracketed_country on spelt.bracket = bracketed_country.alias
    left join {{ ref('int_places_named') }} as front on spelt.first_word = front.alias
    left join {{ ref('int_places_named') }} as front_two on spelt.first_words = front_two.alias
    left join {{ ref('int_places_named') }} as back
        on spelt.final_word = back.alias and spelt.first_word <> spelt.final_word

),

placeless as (

    select
        *,
        case
            when is_chinese then name_key
            when length(western_key) >= length(front_place) + 3 then substr(western_key, length(front_place) + 1)
            when
                length(western_key) >= length(back_place) + 3
                and {{ text_end('western_key', 'length(back_place)') }} = back_place
                then substr(western_key, 1, length(western_key) - length(back_place))
            else western_key
        end as core
    from located

),

keyed as (

    select
        *,
        case when is_chinese then core else {{ without_accents('core') }} end as plain_core
    from placeless

),

headed as (

    select
        *,
        -- A branch is no other spelling of its company.
        case when branch = '' then plain_core else plain_core || '@' || {{ letters_and_digits('branch') }} end
            as company_core,
        case when is_group then {{ without_group_word('plain_core') }} else plain_core end as head_core
    from keyed

)

select
    headed.company_name,
    {{ join_hash('headed.company_name') }} as writing_hash,
    {{ join_hash('headed.company_core, coalesce(headed.region, headed.country), headed.city') }} as name_hash,
    headed.company_core,
    headed.head_core,
    case when headed.is_chinese then headed.company_sound else headed.company_core end as core_sound,
    headed.is_chinese,
    headed.branch,
    headed.is_group,
    headed.region,
    headed.city,
    headed.country,
    coalesce(headed.region, headed.country) as name_place,
    meaningless.word is null and length(headed.company_core) > 1 as is_telling
from headed
left join meaningless on headed.head_core = meaningless.word
