with leads as (

    select
        account_id,
        count(*) as lead_count
    from {{ ref('int_leads_linked_to_accounts') }}
    where account_id is not null
    group by account_id

),

contacts as (

    select
        resolved.account_id,
        count(*) as contact_count
    from {{ ref('stg_landing__contacts') }} as contacts
    {{ join_merged('account', 'contacts.account_id') }}
    inner join {{ ref('int_company_records_resolved') }} as resolved
        on {{ survivor('account', 'contacts.account_id') }} = resolved.account_record_id
    group by resolved.account_id

),

-- Of several hints the surest; one that is as likely wrong as right gives no parent.
parents as (

    select
        child_account_id,
        {{ newest_value('parent_account_id', 'standing') }} as parent_account_id
    from (
        select
            *,
            row_number() over (partition by child_account_id order by confidence, parent_account_id) as standing
        from {{ ref('int_account_hints') }}
        where confidence >= 0.5
    ) as hints
    group by child_account_id

)

select
    accounts.account_id,
    accounts.name,
    accounts.name_key,
    accounts.industry,
    accounts.employee_count,
    accounts.annual_revenue,
    accounts.currency,
    accounts.country,
    accounts.region,
    accounts.domain,
    accounts.parent_name,
    parents.parent_account_id,
    accounts.owner_id,
    accounts.created_at,
    accounts.named_after,
    accounts.first_landed_at,
    accounts.crm_record_count > 0 as is_in_crm,
    cast(accounts.record_count as integer) as record_count,
    cast(accounts.crm_record_count as integer) as crm_record_count,
    cast(accounts.lead_record_count as integer) as lead_record_count,
    cast(coalesce(leads.lead_count, 0) as integer) as lead_count,
    cast(coalesce(contacts.contact_count, 0) as integer) as contact_count,
    cast(coalesce(opportunities.opportunity_count, 0) as integer) as opportunity_count,
    cast(coalesce(opportunities.won_count, 0) as integer) as won_count,
    cast(coalesce(opportunities.won_amount_base, 0) as decimal(18, 2)) as won_amount_base,
    cast(coalesce(opportunities.open_amount_base, 0) as decimal(18, 2)) as open_amount_base
from {{ ref('int_accounts_merged') }} as accounts
left join parents on accounts.account_id = parents.child_account_id
left join leads on accounts.account_id = leads.account_id
left join contacts on accounts.account_id = contacts.account_id
left join {{ ref('int_opportunities_summarised_by_account') }} as opportunities
    on accounts.account_id = opportunities.account_id
