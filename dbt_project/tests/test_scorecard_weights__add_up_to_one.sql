-- Every version weighs all four factors, together 1, and has its grades.
select
    weights.version,
    sum(weights.weight) as weight_total,
    count(*) as factor_count
from {{ ref('scorecard_weights') }} as weights
group by weights.version
having
    sum(weights.weight) <> 1
    or count(*) <> 4
    or weights.version not in (select bands.version from {{ ref('grade_bands') }} as bands where bands.grade = 'A')
    or weights.version not in (select bands.version from {{ ref('grade_bands') }} as bands where bands.grade = 'B')
