select
    account_id,
    count(*) as opportunity_count,
    count(case when status = 'won' then 1 end) as won_count,
    {{ sum_money("case when status = 'won' then amount_base end") }} as won_amount_base,
    {{ sum_money("case when status = 'open' then amount_base end") }} as open_amount_base
from {{ ref('int_opportunities_enriched') }}
where account_id is not null
group by account_id
