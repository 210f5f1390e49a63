{{
    config(
        materialized='incremental',
        incremental_strategy='append',
        on_schema_change='sync_all_columns',
        pre_hook="{{ rematch() }}"
    )
}}
{{ scored_pairs(matched_records(), only='lead_records_rematched' if can_rematch()) }}
