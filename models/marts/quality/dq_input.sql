{{ config(enabled=var('sms_analytics_using_quality')) }}

{%- set text, names = dbt.type_string(), ['check_name', 'table_name', 'column_name', 'finding'] -%}

-- Missing and unknown columns and files, known before any row is read.
with of_source as (

    {% for finding in sms_analytics.source_findings() -%}
    select
        {%- for column in names %}
        {{ sms_analytics.quoted(finding[column]) if finding[column] else 'cast(null as ' ~ text ~ ')' }} as {{ column }},
        {%- endfor %}
        cast(null as {{ dbt.type_bigint() }}) as row_count

    union all

    {% endfor -%}
    select
        {%- for column in names %}
        cast(null as {{ text }}) as {{ column }},
        {%- endfor %}
        cast(null as {{ dbt.type_bigint() }}) as row_count
    where false

),

rejected_tables as (

    select
        'all_rejected' as check_name,
        table_name,
        cast(null as {{ text }}) as column_name,
        concat(
            'Every row of ', table_name, ' (', rows_in, ') was rejected, so that nothing is known of it and KPIs',
            ' that need it are NULL: dq_rejected_rows says why.'
        ) as finding,
        rows_in as row_count
    from {{ ref('dq_row_counts') }}
    where rows_in > 0 and rows_rejected = rows_in

),

campaignless as (

    select
        'no_campaign_messages' as check_name,
        'messages' as table_name,
        'campaign_id' as column_name,
        concat(
            'None of the ', count(*), ' messages sent is a campaign message, so no campaign has figures: ',
            {{ sms_analytics.count_rows('campaign_id is null') }},
            ' have no campaign_id, the others came from the manual inbox or as automatic replies (send_origin).'
        ) as finding,
        count(*) as row_count
    from {{ ref('fct_messages') }}
    where is_sent
    having count(*) > 0 and {{ sms_analytics.count_rows('is_campaign_message') }} = 0

),

decimals as (

    select
        'decimal_identifiers' as check_name,
        table_name,
        column_name,
        concat(
            decimal_count, ' of ', row_count, ' values of ', column_name, ' in ', table_name, ' end in .0, as tools',
            ' write whole numbers with gaps between; they match no identifier without it: write the column as text.'
        ) as finding,
        decimal_count as row_count
    from {{ ref('int_identifiers') }}
    where decimal_count > 0

),

constants as (

    select
        'constant_identifier' as check_name,
        table_name,
        column_name,
        concat(
            commonest_count, ' of ', row_count, ' values of ', column_name, ' in ', table_name, ' are one and the',
            ' same, so that they count as one: leave the cell empty where the value is not known.'
        ) as finding,
        commonest_count as row_count
    from {{ ref('int_identifiers') }}
    where row_count >= 10 and commonest_count * 2 > row_count

)

{% for findings in [
    'of_source', 'rejected_tables', 'campaignless', 'decimals', 'constants', ref('int_load_findings'), ref('int_empty_cohort_attributes')
] -%}
select * from {{ findings }}
{{- '\n\nunion all\n\n' if not loop.last }}
{% endfor %}
