{#-
    The KPIs of cohorts, as a select with one row per key, dimension and cohort with a campaign message. Everything counts in the cohort of
    the message it belongs to; an event without a message is left out. A contact counts once in each cell that has a row of it.
      key  account_id or campaign_id
-#}
{% macro cohort_kpi_rows(key) -%}
    {%- set dimensions = sms_analytics.cohort_dimensions() | map(attribute='name') | list -%}
    {%- set cell_keys = ['cell_key', 'dimension', 'cohort'] -%}
    {%- set sources, keys_of_sources = sms_analytics.kpi_sources(), {} -%}
    {%- set kpis = sms_analytics.kpi_dictionary() | rejectattr('account_only', 'true') | list + sms_analytics.kpis_of_pipeline() -%}
    {%- set shown = kpis | rejectattr('rate', 'defined') | rejectattr('without_cohorts', 'defined') | map(attribute='name') | list -%}
    {%- set used = kpis | selectattr('source', 'defined') | map(attribute='source') | list -%}
    with
    {%- for source in sources if sources[source].message_id and (source in used or source == 'messages') %}
    {%- do keys_of_sources.update({source: cell_keys}) %}
    {%- set of_source = kpis | selectattr('source', 'equalto', source) | list %}
    {%- set is_first_per_cell = sources[source].is_first_per_cell %}

    {{ source }}_rows as (

        {{ (sms_analytics.rows_of_each_cohort(sources[source], key) if is_first_per_cell
            else sms_analytics.rows_with_cohorts(sources[source], key)) | indent(4) }}

    ),

    {{ (sms_analytics.kpi_source_cells(source, of_source, cell_keys) if is_first_per_cell
        else sms_analytics.cells_by_cohort(source, of_source, ['cell_key'], dimensions)) | indent(4) }}
    {%- endfor %}

    {%- if sms_analytics.kpis_of_pipeline() %}
    {%- do keys_of_sources.update(sms_analytics.pipeline_sources(cell_keys)) %}
    {%- set delivered = {'relation': 'fct_messages', 'message_id': 'message_id', 'where': sms_analytics.is_delivered_to_pipeline(),
        'columns': ['contact_id', 'sent_at']} %}

    {{ sms_analytics.pipeline_cells(sms_analytics.rows_of_each_cohort(delivered, key), cell_keys) | indent(4) }}
    {%- endif %}

    cells as (

        select
            {{ cell_keys | join(',\n            ') }}
        from messages_by_cell

    ),

    {{ sms_analytics.kpi_figures(
        'cells', kpis, keys_of_sources, shown=['cell_key as ' ~ key, 'dimension', 'cohort'] + shown
    ) | indent(4) }}
{%- endmacro %}

{#- The rows of a source that belong to a campaign message, with its account or campaign and a column for the cohort of each dimension. -#}
{% macro rows_with_cohorts(source, key) -%}
    {%- set columns = sms_analytics.profile_columns() -%}
    {%- set message = 'messages' if source.message_may_be_of_others else 'facts' -%}
    {%- set account = 'campaigns' if key == 'campaign_id' else message -%}
    select
        facts.*,
        {{ message }}.{{ key }} as cell_key,
        {{ account }}.account_id as cell_account_id
        {%- for name, condition in source.get('firsts', {}).items() if not source.is_first_per_cell %},
        {{ condition }} as {{ name }}
        {%- endfor %}
        {%- for dimension in sms_analytics.cohort_dimensions() %},
        {% if dimension.kind == 'signup_month' -%}
        {{ sms_analytics.signup_month('profiles.signed_up_at', 'accounts.time_zone') }}
        {%- elif dimension.kind == 'campaign' -%}
        coalesce(campaigns.{{ dimension.name }}, 'unknown')
        {%- else -%}
        coalesce(profiles.{{ columns[dimension.name] }}, 'unknown')
        {%- endif %} as cohort_{{ loop.index }}
        {%- endfor %}
    from {{ sms_analytics.facts_of_messages(source) }}
    {{ sms_analytics.join_message_profile('facts.' ~ source.message_id, message ~ '.contact_id', 'facts.campaign_id', account ~ '.account_id') }}
{%- endmacro %}

{#- Joins what a message's contact was at the send (`profiles`), its campaign (`campaigns`) and account (`accounts`), by SQL for their ids. -#}
{% macro join_message_profile(message_id, contact_id, campaign_id, account_id) -%}
    left join {{ ref('int_message_profiles') }} as message_profiles
        on {{ message_id }} = message_profiles.message_id
    -- A contact without a profile there, such as a stand-in, is unknown in each dimension.
    left join {{ ref('int_contact_profiles') }} as profiles
        on
            coalesce(message_profiles.contact_profile_id, {{ sms_analytics.numbered_id(contact_id, 1) }})
            = profiles.contact_profile_id
    left join {{ ref('int_campaigns') }} as campaigns
        on {{ campaign_id }} = campaigns.campaign_id
    left join {{ ref('int_accounts') }} as accounts
        on {{ account_id }} = accounts.account_id
{%- endmacro %}

{#- What to select from for the rows of a source that belong to a campaign message: `facts`, and the message as `messages` if it may be another's. -#}
{% macro facts_of_messages(source) -%}
    (
        select *
        from {{ sms_analytics.relation_of_source(source) }}
        where
            ({{ source.where }})
            and {{ 'is_campaign_message' if source.relation == 'fct_messages' else source.message_id ~ ' is not null' }}
    ) as facts
    {%- if source.message_may_be_of_others %}
    inner join {{ ref('int_campaign_messages') }} as messages
        on facts.{{ source.message_id }} = messages.message_id
    {%- endif %}
{%- endmacro %}

{#-
    The same, each row once for each dimension, with the flag of the contact's first row in each cell. For sources with few rows. A contact
    with one row of a key has its first there in each dimension: only the others are sorted.
-#}
{% macro rows_of_each_cohort(source, key) -%}
    {%- set columns = ['cell_key', 'cell_account_id'] + source.columns -%}
    with with_cohorts as (

        select
            *,
            count(*) over (partition by cell_key, contact_id) as rows_of_contact
        from (
            {{ sms_analytics.rows_with_cohorts(source, key) | indent(8) }}
        ) as cohorts_of_rows

    ),

    of_each_cohort as (

        {% for dimension in sms_analytics.cohort_dimensions() -%}
        select
            {{ columns | join(', ') }},
            rows_of_contact,
            {{ sms_analytics.quoted(dimension.name) }} as dimension,
            cohort_{{ loop.index }} as cohort
        from with_cohorts
        {{- '\n\n        union all\n\n        ' if not loop.last }}
        {%- endfor %}

    )
    {%- set rows_of_contact = [('= 1', 'true')] + ([('> 1', none)] if source.firsts else []) %}
    {%- for condition, is_first in rows_of_contact %}

    select
        {{ columns | join(', ') }},
        dimension,
        cohort
        {%- for name, kind in source.get('firsts', {}).items() %},
        {% if is_first -%}
        {{ kind }}
        {%- else -%}
        {{ kind }} and row_number() over (
            partition by cell_key, dimension, cohort, contact_id, {{ kind }}
            order by {{ source.order_by | join(', ') }}
        ) = 1
        {%- endif %} as {{ name }}
        {%- endfor %}
    from of_each_cohort
    {%- if source.firsts %}
    where rows_of_contact {{ condition }}
    {%- endif %}
    {{- '\n\n    union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
