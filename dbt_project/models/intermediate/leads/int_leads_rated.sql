{#- Points from 0 to 10 for each factor of the scorecard; null where nothing is known. -#}
with leads as (

    select
        lead_id,
        employee_count,
        urgency_level,
        decision_level,
        product_interest,
        industry
    from {{ ref('int_leads_merged') }}

),

size_bands as (

    select
        min_employees,
        lead(min_employees) over (order by min_employees) as next_min_employees,
        points
    from {{ ref('company_size_bands') }}

),

searched as (

    select
        product_interest,
        industry,
        {{ searchable("coalesce(product_interest, '')") }} as product_words,
        {{ searchable("coalesce(industry, '')") }} as industry_words
    from (
        select distinct
            product_interest,
            industry
        from leads
        where product_interest is not null or industry is not null
    ) as pairs

),

fits as (

    select
        searched.product_interest,
        searched.industry,
        fit.points,
        row_number() over (
            partition by searched.product_interest, searched.industry
            order by
                case when fit.product = '*' then 1 else 0 end + case when fit.industry = '*' then 1 else 0 end,
                length(fit.product) + length(fit.industry) desc,
                fit.points desc
        ) as place
    from searched
    inner join {{ ref('product_industry_fit') }} as fit
        on
            (fit.product = '*' or {{ keyword_found('searched.product_words', 'fit.product') }})
            and (fit.industry = '*' or {{ keyword_found('searched.industry_words', 'fit.industry') }})

)

select
    leads.lead_id,
    cast(size_bands.points as decimal(4, 2)) as points_size,
    cast(leads.urgency_level as decimal(4, 2)) as points_urgency,
    cast(leads.decision_level as decimal(4, 2)) as points_decision_level,
    cast(fits.points as decimal(4, 2)) as points_fit
from leads
left join size_bands
    on
        leads.employee_count >= size_bands.min_employees
        and leads.employee_count < coalesce(size_bands.next_min_employees, 1000000000)
left join fits
    on
        leads.product_interest is not distinct from fits.product_interest
        and leads.industry is not distinct from fits.industry
        and fits.place = 1
