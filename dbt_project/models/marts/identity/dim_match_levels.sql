select
    comparison,
    cast(level as integer) as level,
    label_en,
    label_zh,
    cast(weight as double) as weight
from {{ ref('match_parameters') }}
