{%- set grains = ['week', 'month'] %}
{% for grain in grains %}
select
    '{{ grain }}' as period_grain,
    {{ period_start(grain, 'closed_on') }} as period_start_on,
    channel,
    loss_stage,
    count(*) as lost,
    {{ sum_money('amount_base') }} as lost_amount_base
from {{ ref('fct_opportunities') }}
where is_lost and closed_on is not null
group by {{ period_start(grain, 'closed_on') }}, channel, loss_stage
{{ 'union all' if not loop.last }}
{% endfor %}
