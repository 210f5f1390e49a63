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

{#- The branch office that ends a name in normal form: 北京分公司, "beijing branch"; '' when there is none. -#}
{% macro branch_of_name(name) -%}
    case
        when not {{ regex_found(name, '(分公司|办事处|代表处| branch| office)[.)]*$') }} then ''
        when {{ has_chinese(name) }} then {{ regex_extract(name, '([^公司]{0,8}(?:分公司|办事处|代表处))$') }}
        else {{ regex_extract(name, _western_branch(), 2) }}
    end
{%- endmacro %}

{#- A Western name without its branch office; names without one stay as they are. -#}
{% macro without_western_branch(name) -%}
    case
        when {{ regex_found(name, ' (branch|office)[.)]*$') }}
            then coalesce(nullif({{ regex_extract(name, _western_branch(), 1) }}, ''), {{ name }})
        else {{ name }}
    end
{%- endmacro %}

{% macro _western_branch() -%}
    {{ return("^(.+?)[ ,(-]+((?:[a-z']+ )?(?:branch|representative|rep\\.?)(?: office)?)[.)]*$") }}
{%- endmacro %}

{#- What stands in the first brackets of a name, of up to 24 letters; '' when nothing does. -#}
{% macro bracket_of_name(name) -%}
    case
        when {{ regex_found(name, '[(【\\[]') }}
            then trim({{ regex_extract(name, '[(【\\[]([^)】\\]]{2,24})[)】\\]]') }})
        else ''
    end
{%- endmacro %}

{#- Whether a name says that the company is a group or holds others. -#}
{% macro is_group_name(name) -%}
    {{ regex_found(name, '集团|控股|\\b(group|holdings?)\\b') }}
{%- endmacro %}

{#- A key without the word that makes it a group: acmegroup and acme have the same head. 集团 is a legal form, and
    gone already. -#}
{% macro without_group_word(key) -%}
    {{ regex_replace(key, '(.{2})(控股|group|holdings?)$', '\\1') }}
{%- endmacro %}

{#- The domain that an organisation registers, without the names that it gives out below it: mail.hengda.com.cn is
    hengda.com.cn. -#}
{% macro registered_domain(domain) -%}
    case
        when not {{ regex_found(domain, '[.].*[.]') }} then {{ domain }}
        else {{ regex_extract(domain, '([^.]+(?:[.](?:com|co|net|org|gov|edu|ac|or|ne|gob))?[.][a-z]+)$') }}
    end
{%- endmacro %}

{#- What a registered domain is called without its endings: hengda.com and hengda.com.cn are both hengda. By a pattern:
    where no row has a domain, DuckDB 2.0 fails on comparing parts of it (an error of its optimiser, 2026-11). -#}
{% macro domain_label(domain) -%}
    {{ regex_extract(domain, '^([^.]+)') }}
{%- endmacro %}
