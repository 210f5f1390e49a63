select
    code,
    ordinal,
    name_en,
    name_zh,
    is_open
from {{ ref('stages') }}
