with ranged as (

    select
        currency,
        rate,
        valid_from,
        coalesce(
            lead(valid_from) over (partition by currency order by valid_from),
            cast('9999-12-31' as date)
        ) as valid_to
    from {{ ref('exchange_rates') }}

),

-- The seed quotes every currency in one common unit; the company's own is reached by the rates of that day.
crossed as (

    select
        quoted.currency,
        greatest(quoted.valid_from, base.valid_from) as valid_from,
        least(quoted.valid_to, base.valid_to) as valid_to,
        cast(quoted.rate / base.rate as decimal(18, 10)) as rate_to_base
    from ranged as quoted
    inner join ranged as base
        on
            quoted.valid_from < base.valid_to
            and quoted.valid_to > base.valid_from
    where
        quoted.currency <> '{{ var("currency") }}'
        and base.currency = '{{ var("currency") }}'

)

select
    currency,
    valid_from,
    valid_to,
    rate_to_base
from crossed

union all

-- The company's currency needs no rate, whether the seed names it or not.
select
    '{{ var("currency") }}' as currency,
    cast('0001-01-01' as date) as valid_from,
    cast('9999-12-31' as date) as valid_to,
    cast(1 as decimal(18, 10)) as rate_to_base
