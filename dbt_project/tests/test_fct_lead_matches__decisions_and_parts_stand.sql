-- What a person set apart is apart, what is merged is one lead, and the parts of a match weight add up to it.
select
    lead_record_id_l,
    lead_record_id_r,
    lead_id_l,
    lead_id_r,
    outcome,
    reason,
    match_weight
from {{ ref('fct_lead_matches') }}
where
    (reason = 'human_different' and lead_id_l = lead_id_r)
    or (outcome = 'merged') <> (lead_id_l = lead_id_r)
    or abs(
        match_weight - weight_prior
        {%- for comparison in comparisons() %}
        - weight_{{ comparison }}
        {%- endfor %}
    ) > 0.000001
