select
    _system as system,
    period_start_on,
    metric,
    team,
    amount,
    currency,
    {{ provenance() }},
    version_count
from ({{ current_versions('targets', ['period_start_on', 'metric', 'team']) }})
