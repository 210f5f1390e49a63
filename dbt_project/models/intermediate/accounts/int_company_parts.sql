{#- What decisions leave of each group: all of it, where nobody parted it. The records of a part stay together. -#}
select
    group_hash as part_hash,
    group_hash,
    head_id
from {{ ref('int_company_groups') }}
where group_hash not in (select group_hash from {{ ref('int_company_records_parted') }})
union all
select distinct
    part_hash,
    group_hash,
    head_id
from {{ ref('int_company_records_parted') }}
