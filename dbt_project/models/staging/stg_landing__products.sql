select
    {{ full_id('_system', 'product') }} as product_id,
    _system as system,
    product,
    family,
    list_price,
    currency,
    {{ provenance() }},
    version_count
from ({{ current_versions('products', ['trim(product)']) }})
