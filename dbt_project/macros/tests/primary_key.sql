{#- Generic test: the columns together identify a row, and none of them is ever null. One node instead of a unique and
    a not_null for each column: every node costs a tenth of a second, however small the table. -#}
{% test primary_key(model, columns) %}
    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having
        count(*) > 1
        {%- for column in columns %}
        or {{ column }} is null
        {%- endfor %}
{% endtest %}
