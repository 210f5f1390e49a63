-- A score lies between its bounds, bounds meet exactly when everything is known, and a firm grade is the grade.
select
    lead_id,
    score,
    score_low,
    score_high,
    score_coverage,
    grade,
    is_grade_firm
from {{ ref('int_leads_graded') }}
where
    score not between score_low and score_high
    or (score_coverage = 1) <> (score_low = score_high)
    or (score is null) <> (score_coverage = 0)
