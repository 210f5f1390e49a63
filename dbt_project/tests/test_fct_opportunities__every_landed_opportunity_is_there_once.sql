-- No join may lose or double one: what has no known lead, account, owner, product or rate stays.
select
    staged.opportunity_id as staged_id,
    opportunities.opportunity_id
from {{ ref('stg_landing__opportunities') }} as staged
full outer join {{ ref('fct_opportunities') }} as opportunities
    on staged.opportunity_id = opportunities.opportunity_id
where
    staged.opportunity_id is null
    or opportunities.opportunity_id is null
