{#-
    Every KPI of the dictionary for one grain, as a select with one row per cell of `spine`.
      spine   a CTE with the grain's keys (and, with `every`, basis and the date), one row per cell
      grain   the key columns, such as ['campaign_id']; account_only KPIs require ['account_id']
      every   day, week or month: adds basis and the date of period_column to the cell; none: all time
      basis   how an undated grain dates its rows: activity or send; matters only with a period
      period  a condition on activity_date, applied before "first" is decided: "first" means first in the period
      filters a condition on campaign_id, template_id and the range, applied after "first" is decided. Account-only sources ignore it;
              messages without a campaign are then not counted as sent, and charges that no message bears have no template
      ranged  true adds the spine's first_date and last_date to the cell: each range of days, both ends included, is counted
              separately, and ranges may overlap. With `every` the cell has one basis, and each period the days of it that lie in the range
      names   the KPIs to build, with those that they are made of: none means all
      pipeline  true adds the KPIs of kpis_of_pipeline; for an undated grain of one key
-#}
{% macro kpi_rows(spine, grain, every=none, basis='activity', period=none, filters=none, ranged=false, pipeline=false, names=none) -%}
    {%- if basis not in ['activity', 'send'] -%}
        {{- exceptions.raise_compiler_error("kpi_rows: basis is '" ~ basis ~ "'; allowed are activity and send") -}}
    {%- endif -%}
    {%- set is_account_grain = grain == ['account_id'] -%}
    {%- set bases = ['activity', 'send'] if every and not ranged else [basis] -%}
    {%- set keys = grain + (['basis'] if bases | length > 1 else []) + ([sms_analytics.period_column(every)] if every else [])
        + (['first_date', 'last_date'] if ranged else []) -%}
    {%- set sources = sms_analytics.kpi_sources(everything_sent=is_account_grain and filters is none) -%}
    {%- set kpis = [] -%}
    {%- for kpi in sms_analytics.only_kpis(sms_analytics.kpi_dictionary(), names) if is_account_grain or not kpi.get('account_only') -%}
        {%- do kpis.append(kpi) -%}
    {%- endfor -%}
    {%- set is_whole_campaign = ('campaign_id' not in grain or grain == ['campaign_id']) and 'template_id' not in (filters or '') -%}
    {%- set used, cell_keys = [], {} -%}
    {%- for source in kpis | selectattr('source', 'defined') | map(attribute='source') | unique
        if is_whole_campaign or not sources[source].whole_campaigns_only -%}
        {%- do used.append(source) -%}
    {%- endfor -%}
    with
    {%- for source in used %}
    {#- A source with the same date on both bases is counted once for both. -#}
    {%- set is_one_date = sources[source].activity_date == sources[source].send_date %}
    {%- set source_keys = keys | reject('equalto', 'basis') | list if is_one_date else keys %}
    {%- do cell_keys.update({source: source_keys}) %}

    {{ source }}_rows as (

        {{ sms_analytics.kpi_source_rows(
            sources[source], [basis] if is_one_date else bases, every, period,
            is_account_grain, ranges=spine if ranged else none
        ) | indent(4) }}

    ),

    {{ sms_analytics.kpi_source_cells(
        source, kpis | selectattr('source', 'equalto', source) | list, source_keys,
        filters=none if sources[source].account_only else filters
    ) | indent(4) }}
    {%- endfor %}
    {%- set kpis_of_pipeline = sms_analytics.only_kpis(sms_analytics.kpis_of_pipeline(), names) if pipeline else [] %}
    {%- if kpis_of_pipeline %}
    {%- do kpis.extend(kpis_of_pipeline) %}
    {%- do cell_keys.update(sms_analytics.pipeline_sources(keys)) %}

    {{ sms_analytics.pipeline_cells(
        sms_analytics.delivered_to_pipeline(grain[0], spine if ranged else none, filters), keys
    ) | indent(4) }}
    {%- endif %}

    {{ sms_analytics.kpi_figures(spine, kpis, cell_keys) | indent(4) }}
{%- endmacro %}

{#-
    The last steps of a select of KPIs: joins the counts of each source to the cells of the spine, then derives what is made of counts.
      cell_keys  the sources that have been counted, each with the columns that identify its cells
      shown      the columns to select: none means all of the spine and all KPIs
-#}
{% macro kpi_figures(spine, kpis, cell_keys, shown=none) -%}
{%- set with_contacts = kpis | selectattr('contacts', 'defined') | map(attribute='source') | unique | list -%}
counted as (

    select
        spine.*
        {%- for kpi in kpis if kpi.source %},
        {{ sms_analytics.kpi_value(kpi, kpi.source in cell_keys) }} as {{ kpi.name }}
        {%- endfor %}
    from {{ spine }} as spine
    cross join {{ ref('int_raw_tables') }} as raw_tables
    {%- for source, keys in cell_keys.items() %}
    {%- for cells in [source ~ '_by_cell'] + ([source ~ '_contacts_by_cell'] if source in with_contacts else []) %}
    left join {{ cells }}
        on {{ sms_analytics.same_keys('spine', cells, keys) }}
    {%- endfor %}
    {%- endfor %}

),

derived as (

    select
        *
        {%- for kpi in kpis if kpi.expression %},
        cast({{ kpi.expression }} as {{ sms_analytics.kpi_type(kpi) }}) as {{ kpi.name }}
        {%- endfor %}
    from counted

)

select
    {{ '*' if shown is none else shown | join(',\n    ') }}
    {%- for kpi in kpis if kpi.rate %},
    {{ sms_analytics.rate(kpi.rate[0], kpi.rate[1]) }} as {{ kpi.name }}
    {%- endfor %}
from derived
{%- endmacro %}

{#-
    The KPIs of one source as CTEs with a row per cell: `<source>_by_cell` has sums and counts of rows,
    `<source>_contacts_by_cell`, if any of its KPIs counts contacts, the counts of contacts.
-#}
{% macro kpi_source_cells(source, kpis, keys, filters=none) -%}
{%- set contact_kpis = kpis | selectattr('contacts', 'defined') | list -%}
{{ source }}_by_cell as (

    select
        {{ keys | join(',\n        ') }},
        {%- for kpi in kpis if kpi.value %}
        {{ kpi.value }} as {{ kpi.name }},
        {%- endfor %}
        {%- for kpi in kpis if kpi.unknown %}
        max(case when {{ kpi.unknown }} then 1 else 0 end) = 1 as {{ kpi.name }}_is_unknown,
        {%- endfor %}
        true as is_found
    from {{ source }}_rows
    {%- if filters is not none %}
    where {{ filters }}
    {%- endif %}
    group by {{ keys | join(', ') }}

),
{%- if contact_kpis %}

-- One row per contact with a flag for each KPI: cheaper than one distinct count per KPI.
{{ source }}_contacts as (

    select
        {{ keys | join(', ') }},
        contact_id,
        {%- for kpi in contact_kpis %}
        max(case when {{ kpi.contacts }} then 1 else 0 end) as {{ kpi.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source }}_rows
    where contact_id is not null
    {%- if filters is not none %} and ({{ filters }}){% endif %}
    group by {{ keys | join(', ') }}, contact_id

),

{{ source }}_contacts_by_cell as (

    select
        {%- for kpi in contact_kpis %}
        sum({{ kpi.name }}) as {{ kpi.name }},
        {%- endfor %}
        {{ keys | join(', ') }}
    from {{ source }}_contacts
    group by {{ keys | join(', ') }}

),
{%- endif %}
{%- endmacro %}

{#- The rows of a source: once, or once per basis with the date of that basis. -#}
{% macro kpi_source_rows(source, bases, every, period, is_account_grain, ranges=none) -%}
    {%- set date = sms_analytics.period_column(every or 'day') -%}
    {#- One campaign may send from several accounts, and rows without a campaign belong to the account alone. -#}
    {%- set account = ['account_id'] if is_account_grain else [] -%}
    {%- set partition = (['basis', date] if every else []) + (['first_date', 'last_date'] if ranges else [])
        + account + ['campaign_id', 'contact_id'] -%}
    {%- set owner = 'account_id' if is_account_grain else 'campaign_id' -%}
    select
        *
        {%- for name, condition in source.get('firsts', {}).items() %},
        {{ condition }} and row_number() over (
            partition by {{ partition | join(', ') }}, {{ condition }}
            order by {{ source.order_by | join(', ') }}
        ) = 1 as {{ name }}
        {%- endfor %}
    from (
        {%- for basis in bases %}
        select
            *,
            '{{ basis }}' as basis,
            {%- set day = source[basis ~ '_date'] or 'cast(null as date)' %}
            {%- if ranges and date != 'activity_date' %}
            {{ day }} as activity_date,
            {%- endif %}
            {{ sms_analytics.period_start(day, every or 'day') }} as {{ date }}
        from {{ sms_analytics.relation_of_source(source) }}
        where {{ source.where }}
        {%- if not loop.last %}

        union all
        {% endif %}
        {%- endfor %}
    ) as dated_rows
    {%- if ranges %}
    inner join {{ sms_analytics.ranges_of(ranges, owner) }}
        on {{ owner }} = range_owner and activity_date between first_date and last_date
    {%- endif %}
    {%- if every %}
    where {{ date }} is not null{{ ' and ' ~ period if period is not none }}
    {%- elif period is not none %}
    where {{ period }}
    {%- endif %}
{%- endmacro %}

{#- The ranges of each owner in a spine, each once: a subquery with range_owner, first_date and last_date. -#}
{% macro ranges_of(spine, owner) -%}
    (
        select distinct
            {{ owner }} as range_owner,
            first_date,
            last_date
        from {{ spine }}
    ) as ranges
{%- endmacro %}

{#- The KPI's value in a cell. `exists_at_grain` is false if the grain is too fine for the KPI's source. -#}
{% macro kpi_value(kpi, exists_at_grain=true) -%}
    {%- set conditions = [] -%}
    {%- for table in ([kpi.needs] if kpi.needs is string else kpi.get('needs', [])) -%}
        {%- do conditions.append('raw_tables.has_' ~ table) -%}
    {%- endfor -%}
    {%- if kpi.switch and not var(kpi.switch) -%}{%- do conditions.append('false') -%}{%- endif -%}
    cast(
        {%- if exists_at_grain %}
        case
            {%- if conditions %}
            when not ({{ conditions | join(' and ') }}) then null
            {%- endif %}
            {%- if kpi.unknown %}
            when {{ kpi.source }}_by_cell.{{ kpi.name }}_is_unknown then null
            {%- endif %}
            {%- if kpi.contacts %}
            when {{ kpi.source }}_by_cell.is_found then coalesce({{ kpi.source }}_contacts_by_cell.{{ kpi.name }}, 0)
            {%- else %}
            when {{ kpi.source }}_by_cell.is_found then {{ kpi.source }}_by_cell.{{ kpi.name }}
            {%- endif %}
            else {{ kpi.get('empty', 0) }}
        end
        {%- else %} null
        {%- endif %} as {{ sms_analytics.kpi_type(kpi) }}
    )
{%- endmacro %}

{% macro kpi_type(kpi) -%}
    {%- set types = {
        'bigint': dbt.type_bigint(),
        'double': sms_analytics.type_double(),
        'money': sms_analytics.type_money_sum(),
        'cost': sms_analytics.type_exact_sum(),
        'boolean': 'boolean',
    } -%}
    {{- return(types[kpi.get('type', 'bigint')]) -}}
{%- endmacro %}
