with links as (

    select
        link_id,
        '&' || url_query as url_query
    from {{ ref('int_links') }}
    -- Nobody analyses where an unsubscribing visitor came from.
    where not is_test and link_purpose is distinct from 'unsubscribe'

)

{% for parameter in ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content'] -%}
{%- set start = '&' ~ parameter ~ '=' -%}
-- A parameter's name matches in any case; the first of several wins.
select
    link_id,
    '{{ parameter }}' as parameter,
    nullif({{ dbt.split_part(
        dbt.split_part(sms_analytics.replace_pattern('url_query', '(?i)' ~ start, start), "'" ~ start ~ "'", 2),
        "'&'", 1
    ) }}, '') as raw_value
from links
{%- if not loop.last %}

union all

{% endif %}
{%- endfor %}
