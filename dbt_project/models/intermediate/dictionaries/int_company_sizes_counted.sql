with sizes as (

    select distinct company_size
    from {{ ref('stg_landing__lead_versions') }}
    where company_size is not null

),

written as (

    select
        company_size,
        -- 1,000 is one number, 2k and 1万 are round ones.
        {{ regex_replace(
            regex_replace(
                regex_replace('lower(' ~ normal_text('company_size') ~ ')', '([0-9]),([0-9]{3})', '\\1\\2'),
                '([0-9])万', '\\10000'
            ),
            '([0-9])k', '\\1000'
        ) }} as size_text
    from sizes

),

numbered as (

    select
        company_size,
        size_text,
        try_cast({{ regex_extract('size_text', '([0-9]+)') }} as bigint) as low,
        try_cast({{ regex_extract('size_text', '[0-9]+[^0-9]+([0-9]+)') }} as bigint) as high
    from written

),

counted as (

    select
        company_size,
        case
            when high > low then (low + high) / 2
            when {{ regex_found('size_text', '以下|以内|不足|少于|小于|less|under|below|fewer|up to|<') }} then low / 2
            else low
        end as employee_count
    from numbered

)

select
    company_size,
    cast(employee_count as bigint) as employee_count
from counted
-- Beyond that it is no head count but a number typed into the wrong field.
where employee_count between 0 and 5000000
