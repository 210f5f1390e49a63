{#- Survivorship: which record's word counts for a field of the golden lead. -#}

{#- The fields that are chosen one by one, by source priority, then recency, then completeness. -#}
{% macro surviving_fields() -%}
    {{ return([
        'full_name', 'company', 'company_key', 'title', 'decision_level', 'email', 'phone_e164', 'country', 'region',
        'industry', 'employee_count', 'product_interest', 'need', 'urgency_level', 'planned_purchase_on', 'status',
        'owner_id', 'referrer_name', 'referrer_email', 'referrer_phone_e164',
    ]) }}
{%- endmacro %}

{#- The fields that come together from the oldest record that names a channel. -#}
{% macro first_touch_fields() -%}
    {{ return(['channel', 'channel_detail', 'campaign', 'source']) }}
{%- endmacro %}

{#- How strong a record's word is for a field: the greatest wins. `recency` numbers the records of a lead from 1 by
    time and completeness, so no two of them are equal, and a step of priority outweighs any of it. -#}
{% macro survivorship_standing(field) -%}
    (recency - 1000000000 * cast(priority_{{ field }} as bigint))
{%- endmacro %}
