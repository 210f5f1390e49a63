with names as (

    select full_name from {{ ref('stg_landing__leads') }} where full_name is not null
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

keyed as (

    select
        full_name,
        {{ name_case('display_name') }} as display_name,
        {{ to_simplified(unless_placeholder('normal_name')) }} as plain_name
    from normal

)

select
    full_name,
    display_name,
    -- Letters only, the words of a Latin name in alphabetical order: Wei Zhang = ZHANG, Wei.
    -- A surname with a form of address (王先生, Mr Wang) is no key: many people share it.
    case
        when {{ has_chinese('plain_name') }}
            then case
                when not {{ regex_matches('plain_name', '.{1,2}(先生|女士|小姐|太太|总|经理|工|老师|主任|老板)') }}
                    then nullif({{ letters_and_digits('plain_name') }}, '')
            end
        when not {{ regex_matches('plain_name', '(mr|mrs|ms|miss|dr|prof)[. ]+[^ ]+') }}
            then nullif({{ sorted_words(regex_replace('plain_name', '[^\\p{L}\\p{N}]+', ' ')) }}, '')
    end as person_key
from keyed
