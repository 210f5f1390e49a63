{#- The golden lead that a lead's referrer is, found by the referrer's e-mail or phone where one lead alone has it. -#}
with referred as (

    select
        lead_id,
        referrer_email,
        referrer_phone_e164
    from {{ ref('int_leads_merged') }}
    where referrer_email is not null or referrer_phone_e164 is not null

),

known_by as (

    select
        standardised.email as contact_point,
        min(resolved.lead_id) as lead_id
    from {{ ref('int_lead_records_standardised') }} as standardised
    inner join {{ ref('int_lead_records_resolved') }} as resolved
        on standardised.lead_record_id = resolved.lead_record_id
    where standardised.email in (select referrer_email from referred)
    group by standardised.email
    having count(distinct resolved.lead_id) = 1

    union all

    select
        standardised.phone_e164 as contact_point,
        min(resolved.lead_id) as lead_id
    from {{ ref('int_lead_records_standardised') }} as standardised
    inner join {{ ref('int_lead_records_resolved') }} as resolved
        on standardised.lead_record_id = resolved.lead_record_id
    where standardised.phone_e164 in (select referrer_phone_e164 from referred)
    group by standardised.phone_e164
    having count(distinct resolved.lead_id) = 1

)

select
    referred.lead_id,
    coalesce(by_email.lead_id, by_phone.lead_id) as referrer_lead_id
from referred
left join known_by as by_email
    on
        referred.referrer_email = by_email.contact_point
        and referred.lead_id <> by_email.lead_id
left join known_by as by_phone
    on
        referred.referrer_phone_e164 = by_phone.contact_point
        and referred.lead_id <> by_phone.lead_id
where coalesce(by_email.lead_id, by_phone.lead_id) is not null
