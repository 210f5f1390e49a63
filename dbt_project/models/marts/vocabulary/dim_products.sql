select
    product_id,
    system,
    product,
    family,
    list_price,
    currency
from {{ ref('stg_landing__products') }}
