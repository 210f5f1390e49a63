{#- The company's channels, and the three codes that the models themselves give out. -#}
with own as (

    select
        code,
        name_en,
        name_zh,
        sort_order
    from {{ ref('channels') }}

),

built_in as (

    select
        *,
        row_number() over (order by place) as built_in_order
    from (
        values
        (1, 'unknown', 'Unknown to the source', '来源标注为未知'),
        (2, 'missing', 'No channel given', '来源未填渠道'),
        (3, 'direct_unknown', 'Direct, or no touch known', '直接访问或无触点记录')
    ) as codes (place, code, name_en, name_zh)
    where code not in (select own.code from own)

)

select
    code,
    name_en,
    name_zh,
    sort_order
from own
union all
select
    code,
    name_en,
    name_zh,
    cast((select coalesce(max(own.sort_order), 0) from own) + built_in_order as integer) as sort_order
from built_in
