-- Accounts give out exactly what the facts have: every lead, contact, opportunity and amount that has an account is in
-- one account, every company record too, and the ledger of accounts leads to the same number of them.
with edges as (

    select
        account_record_id_l as record_id,
        account_record_id_r as neighbour_id
    from {{ ref('fct_account_matches') }}
    where outcome = 'merged'
    union
    select
        account_record_id_r as record_id,
        account_record_id_l as neighbour_id
    from {{ ref('fct_account_matches') }}
    where outcome = 'merged'

),

components as (

    {{ connected_components('edges') }}

),

given_out as (

    select
        count(*) as accounts,
        coalesce(sum(lead_count), 0) as leads,
        coalesce(sum(contact_count), 0) as contacts,
        coalesce(sum(opportunity_count), 0) as opportunities,
        coalesce(sum(won_count), 0) as won,
        {{ sum_money('won_amount_base') }} as won_amount_base,
        {{ sum_money('open_amount_base') }} as open_amount_base,
        coalesce(sum(record_count), 0) as company_records,
        coalesce(sum(lead_record_count), 0) as lead_records
    from {{ ref('dim_accounts') }}

),

opportunities as (

    select
        count(*) as opportunities,
        count(case when is_won then 1 end) as won,
        {{ sum_money('case when is_won then amount_base end') }} as won_amount_base,
        {{ sum_money("case when status = 'open' then amount_base end") }} as open_amount_base
    from {{ ref('fct_opportunities') }}
    where account_id is not null

),

company_records as (

    select
        count(*) as company_records,
        coalesce(sum(lead_record_count), 0) as lead_records
    from {{ ref('fct_account_records') }}
    where account_id is not null

),

expected as (

    select
        -- A record in no merged pair is an account of its own; the others are as many accounts as components.
        company_records.company_records
        - (select count(*) from components)
        + (select count(distinct label) from components) as accounts,
        (select count(*) from {{ ref('fct_leads') }} where account_id is not null) as leads,
        (select count(*) from {{ ref('dim_contacts') }} where account_id is not null) as contacts,
        opportunities.*,
        company_records.company_records,
        company_records.lead_records
    from company_records
    cross join opportunities

),

measures as (
    {% for measure in ['accounts', 'leads', 'contacts', 'opportunities', 'won', 'won_amount_base', 'open_amount_base',
        'company_records', 'lead_records'] %}
    select
        '{{ measure }}' as measure,
        cast(given_out.{{ measure }} as decimal(18, 2)) as given_out,
        cast(expected.{{ measure }} as decimal(18, 2)) as expected
    from given_out
    cross join expected
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select * from measures where given_out <> expected
