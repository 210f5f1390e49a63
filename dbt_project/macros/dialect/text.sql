{#- Text, where engines differ. -#}

{#- Unicode NFKC by the plugin's Arrow function. -#}
{% macro nfkc(text) -%}{{ adapter.dispatch('nfkc')(text) }}{%- endmacro %}
{% macro duckdb__nfkc(text) -%}
    nfkc({{ text }})
{%- endmacro %}

{% macro regex_replace(text, pattern, replacement) -%}
    {{ adapter.dispatch('regex_replace')(text, pattern, replacement) }}
{%- endmacro %}
{% macro duckdb__regex_replace(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern | replace("'", "''") }}', '{{ replacement }}', 'g')
{%- endmacro %}

{#- Whether the pattern occurs anywhere in the text. -#}
{% macro regex_found(text, pattern) -%}{{ adapter.dispatch('regex_found')(text, pattern) }}{%- endmacro %}
{% macro duckdb__regex_found(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern | replace("'", "''") }}')
{%- endmacro %}

{#- Whether the pattern matches the whole text. -#}
{% macro regex_matches(text, pattern) -%}{{ adapter.dispatch('regex_matches')(text, pattern) }}{%- endmacro %}
{% macro duckdb__regex_matches(text, pattern) -%}
    regexp_full_match({{ text }}, '{{ pattern | replace("'", "''") }}')
{%- endmacro %}

{#- The given group of the first match; '' when there is none. -#}
{% macro regex_extract(text, pattern, group=1) -%}
    {{ adapter.dispatch('regex_extract')(text, pattern, group) }}
{%- endmacro %}
{% macro duckdb__regex_extract(text, pattern, group) -%}
    regexp_extract({{ text }}, '{{ pattern | replace("'", "''") }}', {{ group }})
{%- endmacro %}

{#- The n-th part (from 1) of the text cut at a separator; '' when there is none. -#}
{% macro text_part(text, separator, n) -%}{{ adapter.dispatch('text_part')(text, separator, n) }}{%- endmacro %}
{% macro duckdb__text_part(text, separator, n) -%}
    split_part({{ text }}, '{{ separator }}', {{ n }})
{%- endmacro %}

{#- The first 16 hexadecimal digits of a hash: 64 bits, so a billion ids collide with a chance of 3 %. -#}
{% macro short_hash(text) -%}{{ adapter.dispatch('short_hash')(text) }}{%- endmacro %}
{% macro duckdb__short_hash(text) -%}
    substr(md5({{ text }}), 1, 16)
{%- endmacro %}

{#- Whether a text holds another one, letter by letter. -#}
{% macro text_contains(text, part) -%}{{ adapter.dispatch('text_contains')(text, part) }}{%- endmacro %}
{% macro duckdb__text_contains(text, part) -%}
    contains({{ text }}, {{ part }})
{%- endmacro %}

{#- Whether a text holds a Chinese character. -#}
{% macro has_chinese(text) -%}
    {{ regex_found(text, '[\\x{3400}-\\x{4dbf}\\x{4e00}-\\x{9fff}\\x{f900}-\\x{faff}]') }}
{%- endmacro %}

{#- Traditional Chinese to simplified; text without Chinese skips the conversion. -#}
{% macro to_simplified(text) -%}{{ adapter.dispatch('to_simplified')(text) }}{%- endmacro %}
{% macro duckdb__to_simplified(text) -%}
    case when {{ has_chinese(text) }} then to_simplified({{ text }}) else {{ text }} end
{%- endmacro %}

{#- The words of a text (parted by single spaces) in alphabetical order, joined without a space. -#}
{% macro sorted_words(text) -%}{{ adapter.dispatch('sorted_words')(text) }}{%- endmacro %}
{% macro duckdb__sorted_words(text) -%}
    array_to_string(list_sort(string_split({{ text }}, ' ')), '')
{%- endmacro %}

{#- A Latin name in small letters with a capital at the start of each word. -#}
{% macro capitalised(name) -%}{{ adapter.dispatch('capitalised')(name) }}{%- endmacro %}
{% macro duckdb__capitalised(name) -%}
    array_to_string(
        list_transform(
            string_split(lower({{ name }}), ' '), lambda word: upper(substr(word, 1, 1)) || substr(word, 2)
        ),
        ' '
    )
{%- endmacro %}

{#- Where a text first holds another one, from 1; 0 when it does not. -#}
{% macro text_position(part, text) -%}{{ adapter.dispatch('text_position')(part, text) }}{%- endmacro %}
{% macro duckdb__text_position(part, text) -%}
    strpos({{ text }}, '{{ part }}')
{%- endmacro %}

{#- A Chinese person's name as "surname given" in pinyin; Chinese characters anywhere else as pinyin. Both come from
    the plugin: call them on distinct values only. -#}
{% macro name_pinyin(name) -%}{{ adapter.dispatch('name_pinyin')(name) }}{%- endmacro %}
{% macro duckdb__name_pinyin(name) -%}
    case when {{ has_chinese(name) }} then name_pinyin({{ name }}) else {{ name }} end
{%- endmacro %}

{% macro to_pinyin(text) -%}{{ adapter.dispatch('to_pinyin')(text) }}{%- endmacro %}
{% macro duckdb__to_pinyin(text) -%}
    case when {{ has_chinese(text) }} then to_pinyin({{ text }}) else {{ text }} end
{%- endmacro %}

{#- The names that a word (small letters) is short for, each between spaces: bob gives " robert "; null when none. From
    the plugin: call it on distinct values only. -#}
{% macro formal_names(word) -%}{{ adapter.dispatch('formal_names')(word) }}{%- endmacro %}
{% macro duckdb__formal_names(word) -%}
    formal_names({{ word }})
{%- endmacro %}

{#- Letters without their accents. -#}
{% macro without_accents(text) -%}{{ adapter.dispatch('without_accents')(text) }}{%- endmacro %}
{% macro duckdb__without_accents(text) -%}
    strip_accents({{ text }})
{%- endmacro %}

{#- The last word of a text whose words are parted by single spaces. -#}
{% macro last_word(text) -%}{{ adapter.dispatch('last_word')(text) }}{%- endmacro %}
{% macro duckdb__last_word(text) -%}
    list_last(string_split({{ text }}, ' '))
{%- endmacro %}

{#- The last n letters of a text. -#}
{% macro text_end(text, n) -%}{{ adapter.dispatch('text_end')(text, n) }}{%- endmacro %}
{% macro duckdb__text_end(text, n) -%}
    right({{ text }}, {{ n }})
{%- endmacro %}

{#- Likeness of two names, 0 to 1, by Jaro and Winkler: made for short names, forgiving at their end. -#}
{% macro name_likeness(one, other) -%}{{ adapter.dispatch('name_likeness')(one, other) }}{%- endmacro %}
{% macro duckdb__name_likeness(one, other) -%}
    jaro_winkler_similarity({{ one }}, {{ other }})
{%- endmacro %}

{#- In how many places two texts of one length differ. -#}
{% macro places_apart(one, other) -%}{{ adapter.dispatch('places_apart')(one, other) }}{%- endmacro %}
{% macro duckdb__places_apart(one, other) -%}
    hamming({{ one }}, {{ other }})
{%- endmacro %}

{#- Whether at most one slip parts two texts: a letter left out, added, changed, or two neighbours exchanged (Damerau,
    Levenshtein). Counting slips costs 15 microseconds a pair, so cheaper signs come first: of a letter more or less, one
    half stands in both; one changed letter is one place, two exchanged ones are two places in which they differ. -#}
{% macro is_slip(one, other) -%}{{ adapter.dispatch('is_slip')(one, other) }}{%- endmacro %}
{% macro duckdb__is_slip(one, other) -%}
    case
        when abs(length({{ one }}) - length({{ other }})) > 1 then false
        when length({{ one }}) <> length({{ other }}) then case
            when
                left({{ one }}, length({{ one }}) // 2) = left({{ other }}, length({{ one }}) // 2)
                or right({{ one }}, length({{ one }}) // 2) = right({{ other }}, length({{ one }}) // 2)
                then levenshtein({{ one }}, {{ other }}) <= 1
            else false
        end
        -- Places are counted in bytes.
        when strlen({{ one }}) > length({{ one }}) or strlen({{ other }}) > length({{ other }})
            then damerau_levenshtein({{ one }}, {{ other }}) <= 1
        when hamming({{ one }}, {{ other }}) = 2 then damerau_levenshtein({{ one }}, {{ other }}) <= 1
        else hamming({{ one }}, {{ other }}) < 2
    end
{%- endmacro %}

{#- A number of 64 bits that stands for a text in joins: the same in one warehouse, not between engine versions. -#}
{% macro join_hash(text) -%}{{ adapter.dispatch('join_hash')(text) }}{%- endmacro %}
{% macro duckdb__join_hash(text) -%}
    hash({{ text }})
{%- endmacro %}

{#- The same for all columns of a row; `row` is an alias of its relation. -#}
{% macro row_hash(row) -%}{{ adapter.dispatch('row_hash')(row) }}{%- endmacro %}
{% macro duckdb__row_hash(row) -%}
    hash({{ row }})
{%- endmacro %}

{#- A query that gives one number for the content of all these tables, whatever the order of their rows. -#}
{% macro tables_hash(relations) -%}{{ adapter.dispatch('tables_hash')(relations) }}{%- endmacro %}
{% macro duckdb__tables_hash(relations) -%}
    select hash(list(content order by name))
    from (
        {%- for relation in relations %}
        select
            '{{ relation }}' as name,
            (select bit_xor(hash(t)) from {{ relation }} as t) as content
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#- The engine with its version, outside of which no hash keeps its meaning. -#}
{% macro engine_version() -%}{{ adapter.dispatch('engine_version')() }}{%- endmacro %}
{% macro duckdb__engine_version() -%}
    {{ return(run_query('select version()').rows[0][0]) }}
{%- endmacro %}
