-- The golden values are what fct_leads says, and a lead of several records has one for each field that it fills.
{%- set fields = [
    'full_name', 'company', 'title', 'decision_level', 'email', 'phone_e164', 'country', 'region', 'industry',
    'employee_count', 'product_interest', 'need', 'urgency_level', 'planned_purchase_on', 'status', 'owner_id',
    'referrer_name',
] %}
with expected as (
    {%- for field in fields %}
    select
        lead_id,
        '{{ field }}' as field,
        cast({{ field }} as {{ dbt.type_string() }}) as value
    from {{ ref('fct_leads') }}
    where record_count > 1 and {{ field }} is not null
    union all
    {%- endfor %}
    select
        lead_id,
        'channel' as field,
        channel as value
    from {{ ref('fct_leads') }}
    where record_count > 1 and channel <> 'missing'

),

given as (

    select
        lead_id,
        field,
        value
    from {{ ref('fct_lead_values') }}
    where is_golden

)

select
    coalesce(expected.lead_id, given.lead_id) as lead_id,
    coalesce(expected.field, given.field) as field,
    expected.value as lead_value,
    given.value as golden_value
from expected
full outer join given
    on
        expected.lead_id = given.lead_id
        and expected.field = given.field
where expected.value is distinct from given.value
