-- Every account that a current load landed, and every one that a contact or an opportunity names, has one row and one
-- golden account. Counted from staging, with ids that were merged in their system standing for the survivor.
with mentioned as (

    select account_id from {{ ref('stg_landing__accounts') }}
    union
    select account_record_id as account_id from {{ ref('fct_opportunities') }} where account_record_id is not null
    union
    select account_record_id as account_id from {{ ref('dim_contacts') }} where account_record_id is not null

),

records as (

    select
        account_record_id,
        count(account_id) as account_count
    from {{ ref('fct_account_records') }}
    where kind <> 'leads'
    group by account_record_id

)

select
    mentioned.account_id as mentioned_id,
    records.account_record_id,
    records.account_count
from mentioned
full outer join records on mentioned.account_id = records.account_record_id
where mentioned.account_id is null or records.account_record_id is null or records.account_count <> 1
