with names as (

    select full_name from {{ ref('stg_landing__lead_versions') }} where full_name is not null
    union
    select full_name from {{ ref('stg_landing__contacts') }} where full_name is not null

),

normal as (

    select
        full_name,
        {{ display_text('full_name') }} as display_name,
        lower({{ normal_text('full_name') }}) as normal_name
    from names

),

simplified as (

    select
        full_name,
        {{ name_case('display_name') }} as display_name,
        -- A nickname in brackets is no part of the name: 王晓丽 (Lucy).
        trim({{ regex_replace(to_simplified(unless_placeholder('normal_name')), ' *[(（【].*', '') }}) as plain_name
    from normal

),

addressed as (

    select
        full_name,
        display_name,
        {{ has_chinese('plain_name') }} as is_chinese,
        case
            when {{ has_chinese('plain_name') }}
                then {{ regex_replace('plain_name', ' *(先生|女士|小姐|太太|老师|经理|主任|老板|总监|总经理|工程师)$', '') }}
            else {{ regex_replace('plain_name', '^(mr|mrs|ms|miss|dr|prof)(\\. *| +)', '') }}
        end as bare_name,
        plain_name
    from simplified

),

-- A surname alone with a form of address: 王先生, 李总, 老王, 小李, Mr Wang.
surnames as (

    select
        full_name,
        display_name,
        is_chinese,
        coalesce(
            case
                when is_chinese then {{ regex_matches('bare_name', '.|.[总工董]|[老小].') }}
                else bare_name <> plain_name and {{ regex_matches('bare_name', '[^ ]+') }}
            end,
            false
        ) as is_surname_only,
        case
            when is_chinese and {{ regex_matches('bare_name', '.[总工董]') }} then substr(bare_name, 1, 1)
            when is_chinese and {{ regex_matches('bare_name', '[老小].') }} then substr(bare_name, 2, 1)
            else bare_name
        end as bare_name
    from addressed

),

keyed as (

    select
        full_name,
        display_name,
        is_chinese,
        bare_name,
        is_surname_only,
        -- Letters only, the words of a Latin name in alphabetical order: Wei Zhang = ZHANG, Wei.
        -- A surname alone is no key: many people share it.
        case
            when is_surname_only then null
            when is_chinese then nullif({{ letters_and_digits('bare_name') }}, '')
            else nullif({{ sorted_words(regex_replace('bare_name', '[^\\p{L}\\p{N}]+', ' ')) }}, '')
        end as person_key
    from surnames

),

spelt as (

    select
        full_name,
        display_name,
        is_chinese,
        person_key,
        trim(
            case
                when person_key is null and not is_surname_only then null
                when is_chinese then {{ name_pinyin(letters_and_digits('bare_name')) }}
                else {{ regex_replace(without_accents('bare_name'), '[^\\p{L}\\p{N}]+', ' ') }}
            end
        ) as latin_name
    from keyed

),

parted as (

    select
        *,
        nullif({{ text_part('latin_name', ' ', 1) }}, '') as first_word,
        nullif({{ last_word('latin_name') }}, '') as last_word
    from spelt

)

select
    full_name,
    display_name,
    person_key,
    -- 王晓丽, Wang Xiaoli and Xiaoli Wang sound the same.
    case when person_key is not null then {{ sorted_words('latin_name') }} end as person_sound,
    first_word,
    last_word,
    is_chinese,
    {{ formal_names('first_word') }} as first_formal,
    {{ formal_names('last_word') }} as last_formal
from parted
