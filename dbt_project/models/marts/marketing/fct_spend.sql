select
    spend.spend_on,
    {{ week_start('spend.spend_on') }} as spend_week,
    {{ month_start('spend.spend_on') }} as spend_month,
    spend.channel,
    spend.campaign,
    cast(spend.amount as decimal(18, 2)) as amount,
    spend.currency,
    {{ to_base_currency('spend.amount') }} as amount_base,
    cast(spend.impressions as bigint) as impressions,
    cast(spend.clicks as bigint) as clicks,
    spend.system,
    spend.source
from {{ ref('stg_landing__spend') }} as spend
{{ join_exchange_rates('spend.currency', 'spend.spend_on') }}
