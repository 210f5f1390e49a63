select
    targets.period_start_on,
    targets.metric,
    targets.team,
    targets.amount,
    targets.currency,
    -- A target that counts something has no currency and needs no rate.
    case
        when targets.currency is null then targets.amount else {{ to_base_currency('targets.amount') }}
    end as amount_base
from {{ ref('stg_landing__targets') }} as targets
{{ join_exchange_rates('targets.currency', 'targets.period_start_on') }}
