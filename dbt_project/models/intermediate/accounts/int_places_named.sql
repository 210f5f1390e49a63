{#- Which province and city a place's name stands for. Latin spellings of a city are known by the city's pinyin. -#}
with written as (

    select
        alias,
        region,
        country,
        {{ has_chinese('alias') }} as is_chinese,
        -- 江苏省苏州市 and 苏州 are the city 苏州; 江苏 and 内蒙古自治区 are no city.
        {{ regex_replace(
            "replace(replace(alias, region || '省', ''), region, '')", '^.*自治区|市$', ''
        ) }} as city
    from {{ ref('regions') }}

),

cities as (

    select distinct
        region,
        city,
        {{ to_pinyin('city') }} as city_sound
    from written
    where is_chinese and city <> ''

)

select
    written.alias,
    {{ letters_and_digits('written.alias') }} as alias_key,
    written.region,
    written.country,
    case when written.is_chinese then nullif(written.city, '') else min(cities.city) end as city
from written
left join cities
    on
        written.region = cities.region
        and {{ letters_and_digits('written.alias') }} = cities.city_sound
        and not written.is_chinese
group by written.alias, written.region, written.country, written.is_chinese, written.city
