{{ config(materialized='view') }}
with keyed as (

    {{ record_keys(ref('int_lead_records_comparable')) }}

),

{{ candidate_pairs('keyed', ref('int_lead_records_comparable')) }}

select * from candidates
