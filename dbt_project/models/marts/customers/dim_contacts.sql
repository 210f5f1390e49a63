with contacts as (

    select
        contacts.*,
        {{ survivor('account', 'contacts.account_id') }} as current_account_id,
        {{ phone_region('countries.code', 'contacts.full_name', 'accounts.name') }} as phone_region
    from {{ ref('stg_landing__contacts') }} as contacts
    {{ join_merged('account', 'contacts.account_id') }}
    left join {{ ref('stg_landing__accounts') }} as accounts
        on {{ survivor('account', 'contacts.account_id') }} = accounts.account_id
    left join {{ ref('countries') }} as countries on {{ country_alias('accounts.country') }} = countries.alias

)

select
    contacts.contact_id,
    contacts.system,
    contacts.external_id,
    accounts_of_records.account_id,
    contacts.current_account_id as account_record_id,
    names.display_name as full_name,
    {{ display_text('contacts.title') }} as title,
    cast(titles.decision_level as integer) as decision_level,
    {{ clean_email('contacts.email') }} as email,
    phones.phone_e164,
    contacts.owner_id,
    contacts.created_at
from contacts
left join {{ ref('int_company_records_resolved') }} as accounts_of_records
    on contacts.current_account_id = accounts_of_records.account_record_id
left join {{ ref('int_names_standardised') }} as names on contacts.full_name = names.full_name
left join {{ ref('int_titles_levelled') }} as titles on contacts.title = titles.title
left join {{ ref('int_phones_standardised') }} as phones
    on
        contacts.phone = phones.phone
        and contacts.phone_region = phones.phone_region
