{#- The account of a golden lead: the one that its opportunities name in the CRM, else that of the contact with its e-mail
    address, else the one that its records write, by the strongest rule, then the newest record. -#}
with written as (

    select
        companies.lead_id,
        companies.record_count,
        companies.recorded_at,
        companies.lead_record_id,
        resolved.account_id,
        resolved.rule,
        resolved.unmatched_reason
    from {{ ref('int_lead_records_companies') }} as companies
    inner join {{ ref('int_company_records_resolved') }} as resolved on companies.company_hash = resolved.company_hash

),

-- The records of nearly all leads agree; only the others go through the sort.
agreed as (

    select
        lead_id,
        min(account_id) as account_id,
        min(unmatched_reason) as unmatched_reason,
        min({{ account_rule_rank('rule') }}) as rule_rank
    from written
    where record_count > 1
    group by lead_id
    having count(account_id) in (0, count(*)) and min(account_id) is not distinct from max(account_id)

),

by_company as (

    select
        lead_id,
        account_id,
        rule,
        unmatched_reason
    from written
    where record_count = 1
    union all
    select
        lead_id,
        account_id,
        {{ account_rule_of_rank('rule_rank') }} as rule,
        unmatched_reason
    from agreed
    union all
    select
        lead_id,
        account_id,
        rule,
        unmatched_reason
    from written
    where record_count > 1 and lead_id not in (select lead_id from agreed)
    qualify row_number() over (
        partition by lead_id
        order by {{ account_rule_rank('rule') }}, recorded_at desc, lead_record_id
    ) = 1

),

converted as (

    select
        opportunities.lead_id,
        resolved.account_id
    from {{ ref('int_opportunities_linked') }} as opportunities
    inner join {{ ref('int_company_records_resolved') }} as resolved
        on opportunities.account_record_id = resolved.account_record_id
    where opportunities.lead_id is not null
    group by opportunities.lead_id, resolved.account_id

),

-- Of several accounts in the CRM it is the one that the lead names itself; otherwise nobody can tell.
crm_links as (

    select
        converted.lead_id,
        case
            when count(*) = 1 then min(converted.account_id)
            else min(case when converted.account_id = by_company.account_id then converted.account_id end)
        end as account_id
    from converted
    left join by_company on converted.lead_id = by_company.lead_id
    group by converted.lead_id

),

contact_addresses as (

    select
        {{ clean_email('contacts.email') }} as email,
        min(resolved.account_id) as account_id
    from {{ ref('stg_landing__contacts') }} as contacts
    {{ join_merged('account', 'contacts.account_id') }}
    inner join {{ ref('int_company_records_resolved') }} as resolved
        on {{ survivor('account', 'contacts.account_id') }} = resolved.account_record_id
    group by 1
    having count(distinct resolved.account_id) = 1

),

contact_links as (

    select
        resolved.lead_id,
        min(contact_addresses.account_id) as account_id
    from contact_addresses
    left join {{ ref('role_mailboxes') }} as roles
        on {{ text_part('contact_addresses.email', '@', 1) }} = roles.local_part
    inner join {{ ref('int_lead_records_standardised') }} as standardised
        on contact_addresses.email = standardised.email
    inner join {{ ref('int_lead_records_resolved') }} as resolved
        on standardised.lead_record_id = resolved.lead_record_id
    where roles.local_part is null
    group by resolved.lead_id
    having count(distinct contact_addresses.account_id) = 1

),

crm as (

    select
        coalesce(crm_links.lead_id, contact_links.lead_id) as lead_id,
        case when crm_links.lead_id is not null then crm_links.account_id else contact_links.account_id end
            as account_id,
        case when crm_links.lead_id is not null then 'crm_link' else 'crm_contact' end as rule
    from crm_links
    full outer join contact_links on crm_links.lead_id = contact_links.lead_id

)

select
    coalesce(crm.lead_id, by_company.lead_id) as lead_id,
    case when crm.lead_id is not null then crm.account_id else by_company.account_id end as account_id,
    case
        when crm.lead_id is null then by_company.rule
        when crm.account_id is not null then crm.rule
    end as rule,
    case
        when crm.lead_id is null then by_company.unmatched_reason
        when crm.account_id is null then 'several_crm_accounts'
    end as unmatched_reason
from by_company
full outer join crm on by_company.lead_id = crm.lead_id
