{#- Matching by keywords that people keep in seeds (titles, urgency, industries), without regular expressions.

    A keyword with Chinese characters is found anywhere in the text; any other one, and a single Chinese character,
    only as whole words: "vp" is not found in "mvp", nor 高 (high) in 高级 (senior). Of several keywords found, the
    longest is the most specific one. -#}

{#- The text in the form that `keyword_found` searches: normal forms, lower case, one space around every word. -#}
{% macro searchable(text) -%}
    ' ' || {{ regex_replace('lower(' ~ to_simplified(normal_text(text)) ~ ')', '[^\\p{L}\\p{N}+&-]+', ' ') }} || ' '
{%- endmacro %}

{% macro keyword_found(searchable_text, keyword) -%}
    case
        when length({{ keyword }}) > 1 and {{ has_chinese(keyword) }}
            then {{ text_contains(searchable_text, keyword) }}
        else {{ text_contains(searchable_text, "' ' || " ~ keyword ~ " || ' '") }}
    end
{%- endmacro %}
