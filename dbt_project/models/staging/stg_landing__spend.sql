{#- A day, channel and campaign may stand on several lines of one file (one for each ad, say): those add up.
    A later file that names the same key restates it, and wins wholly. -#}
with newest_files as (

    select
        *,
        dense_rank() over (
            partition by _system, spend_on, channel, campaign
            order by first_landed_at desc, _file desc
        ) as file_rank,
        count(*) over (partition by _system, spend_on, channel, campaign) as version_count
    from ({{ current_rows('spend') }})
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
    _source as source,
    _file as file_name,
    min(_line) as line,
    max(_landed_at) as landed_at,
    max(version_count) as version_count
from newest_files
group by _system, spend_on, channel, campaign, currency, _source, _file
