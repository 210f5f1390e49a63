{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='sync_all_columns',
        pre_hook=["{{ rematch() }}", "{{ show_first_slice() }}"],
        post_hook="{{ score_other_slices() }}"
    )
}}
{{ scored_pairs() }}
