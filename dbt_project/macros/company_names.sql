{#- Company names for matching: what is left of a name once its legal form is gone. -#}

{#- `name` is in normal form, simplified and lower case. Takes off branches, short brackets (a place, 集团), and
    legal forms at the end, in Chinese and in the languages of the usual trade partners, however many follow each
    other. -#}
{% macro without_legal_form(name) -%}
    {%- set chinese = '股份有限公司|有限责任公司|有限公司|集团公司|公司|集团|股份' -%}
    {%- set western = 'incorporated|inc|limited liability company|llc|llp|l\\.l\\.c|limited|ltd|pte|pvt|private|plc'
        ~ '|corporation|corp|company|co|gmbh|mbh|ag|kg|kgaa|se|ohg|e\\.k|s\\.?a|s\\.?a\\.?s|s\\.?r\\.?l|s\\.?p\\.?a'
        ~ '|b\\.?v|n\\.?v|oy|ab|a/s|aps|jsc|sdn|bhd|k\\.?k' -%}
    {%- set without_branch = regex_replace(
        name, '(公司).{0,8}(分公司|办事处|代表处)$|(分公司|办事处|代表处)$', '\\1'
    ) -%}
    {%- set without_brackets = regex_replace(without_branch, '[(（【\\[].{0,6}?[)）】\\]]', ' ') -%}
    {{ regex_replace(
        regex_replace(without_brackets, '( *(' ~ chinese ~ '))+$', ''),
        '([ ,.&]+(and )?(' ~ western ~ ')\\.?)+[ ,.]*$', ''
    ) }}
{%- endmacro %}

{#- Letters and digits only. -#}
{% macro letters_and_digits(text) -%}
    {{ regex_replace(text, '[^\\p{L}\\p{N}]+', '') }}
{%- endmacro %}
