-- For every won opportunity and every model: the credit adds up to the won value exactly, the weights to 1.
with given_out as (

    select
        opportunity_id,
        model,
        sum(credit_amount_base) as credit_amount_base,
        sum(weight) as weight
    from {{ ref('fct_attribution') }}
    group by opportunity_id, model

),

models as (

    select 'first' as model
    union all
    select 'last' as model
    union all
    select 'linear' as model

),

won as (

    select
        opportunities.opportunity_id,
        models.model,
        coalesce(opportunities.amount_base, 0) as won_amount_base
    from {{ ref('fct_opportunities') }} as opportunities
    cross join models
    where opportunities.is_won

)

select
    won.opportunity_id,
    won.model,
    won.won_amount_base,
    given_out.credit_amount_base,
    given_out.weight
from won
full outer join given_out
    on
        won.opportunity_id = given_out.opportunity_id
        and won.model = given_out.model
where
    won.opportunity_id is null
    or given_out.opportunity_id is null
    or won.won_amount_base <> given_out.credit_amount_base
    or abs(given_out.weight - 1) > 0.000001
