{#- A day, channel and campaign may stand on several lines of one file (one for each ad, say): those add up.
    A later file that names the same key restates it, and wins wholly. Pulled records replace one another by their
    own ids, so all of them count, and before any file of the same system. -#}
with newest_files as (

    select
        *,
        dense_rank() over (
            partition by _system, spend_on, channel, campaign
            order by
                _record_id is null,
                case when _record_id is null then first_landed_at end desc,
                case when _record_id is null then _file end desc
        ) as file_rank,
        sum(record_versions) over (partition by _system, spend_on, channel, campaign) as version_count
    from ({{ newest_records('spend') }})
    where not coalesce(_is_deleted, false)
    qualify file_rank = 1

)

select
    _system as system,
    spend_on,
    channel,
    campaign,
    currency,
    sum(amount) as amount,
    sum(impressions) as impressions,
    sum(clicks) as clicks,
    count(*) as line_count,
    max(_source) as source,
    max(_file) as file_name,
    min(_line) as line,
    max(_landed_at) as landed_at,
    max(version_count) as version_count
from newest_files
group by _system, spend_on, channel, campaign, currency
