{#- Phone numbers to E.164, exactly as the phonenumbers library gives it.

    The library costs tens of CPU seconds a million numbers, so the forms that nearly all numbers are written in
    are decided here, by the same rules and with the library's own patterns of valid numbers
    (is_valid_national_number_* are made by the plugin from the installed library's metadata): 2 CPU seconds a
    million. What this does not decide goes to the library itself. tests/unit/dbt/test_phone_fast_path.py holds the
    two against each other.

    `relation` has phone (without remarks, see `phone_text`) and phone_region (ISO 3166: whose national numbers).
    Adds phone_fast (E.164, or null when the number is not valid) and is_decided. -#}
{% macro phone_fast_path(relation) -%}{{ adapter.dispatch('phone_fast_path')(relation) }}{%- endmacro %}
{% macro duckdb__phone_fast_path(relation) -%}
    {%- set national = '(?:10|1[3-689]|17[0-8]|[2-79]|8[0-57-9])[0-9]+' -%}
    select
        * exclude (plain, digits, cn, nanp),
        cn is not null or nanp is not null as is_decided,
        case
            when is_valid_national_number_cn(cn) then '+86' || cn
            when is_valid_national_number_nanp(nanp) then '+1' || nanp
        end as phone_fast
    from (
        select
            *,
            -- Mainland China: +86, 0086, 86 before a mobile number, the trunk 0, or nothing. Numbers whose first
            -- digits might be a carrier code (12x, 179) or once more the country code (86) are left to the library.
            case
                when plain[1] = '+'
                    then nullif(regexp_extract(digits, '^860?({{ national }})$', 1), '')
                when phone_region = 'CN' and digits[1:4] = '0086'
                    then nullif(regexp_extract(digits, '^00860?({{ national }})$', 1), '')
                when phone_region = 'CN'
                    then coalesce(
                        nullif(regexp_extract(digits, '^86(1[3-9]\d{9})$', 1), ''),
                        nullif(regexp_extract(digits, '^0?({{ national }})$', 1), '')
                    )
            end as cn,
            -- North America and its islands: +1, 001 dialled in China, or national inside the United States.
            case
                when plain[1] = '+' then nullif(regexp_extract(digits, '^1([2-9]\d{9})$', 1), '')
                when phone_region = 'CN' then nullif(regexp_extract(digits, '^001([2-9]\d{9})$', 1), '')
                when phone_region = 'US' then nullif(regexp_extract(digits, '^1?([2-9]\d{9})$', 1), '')
            end as nanp
        from (
            select
                *,
                regexp_replace(plain, '[^0-9]', '', 'g') as digits
            from (
                select
                    *,
                    -- Only digits, one leading plus and common separators, in ASCII or full-width; an
                    -- extension after "ext" is dropped. No other letters, no second number.
                    case
                        when regexp_full_match(phone, '\(?\+?[0-9 ().-]{5,40}( ?ext\.? ?[0-9]{1,6})?')
                            then ltrim(split_part(phone, 'ext', 1), '(')
                        when regexp_full_match(phone, '[ （(]*[+＋]?[0-9０-９ 　().（）－-]{5,40}')
                            then ltrim(nfkc(phone), '( ')
                    end as plain
                from {{ relation }}
            )
        )
    )
{%- endmacro %}

{#- A phone field in words that the library knows: without a remark in brackets (微信同号); an extension after
    转 or 分机, or after the second hyphen of a Chinese landline (021-68881234-801), as "ext."; a leading 00 as the +
    that it stands for, wherever one dials from. -#}
{% macro phone_text(phone) -%}
    {%- set without_remarks -%}
        case
            when {{ has_chinese(phone) }} then {{ regex_replace(
                regex_replace(phone, '[(（][^0-9()（）]+[)）]', ''),
                ' *(转|轉|分机|分機)[:： ]*([0-9])', ' ext. \\2'
            ) }}
            else {{ phone }}
        end
    {%- endset -%}
    {{ regex_replace(
        regex_replace(without_remarks, '^(0[0-9]{2,3}-[0-9]{7,8})-([0-9]{1,5})$', '\\1 ext. \\2'),
        '^ *00([1-9])', '+\\1'
    ) }}
{%- endmacro %}

{#- The library itself, for a number that is left over. -#}
{% macro phone_by_library(phone, region) -%}{{ adapter.dispatch('phone_by_library')(phone, region) }}{%- endmacro %}
{% macro duckdb__phone_by_library(phone, region) -%}
    e164_library({{ phone }}, {{ region }})
{%- endmacro %}
