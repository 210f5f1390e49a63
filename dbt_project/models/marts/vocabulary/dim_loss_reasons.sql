select
    code,
    name_en,
    name_zh,
    sort_order
from {{ ref('loss_reasons') }}
