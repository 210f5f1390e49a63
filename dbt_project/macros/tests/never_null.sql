{#- Generic test: none of the columns is ever null. Fails with one row for each column that is, and how often. -#}
{% test never_null(model, columns) %}
    {%- for column in columns %}
    select
        '{{ column }}' as column_name,
        count(*) as row_count
    from {{ model }}
    where {{ column }} is null
    having count(*) > 0
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{% endtest %}
