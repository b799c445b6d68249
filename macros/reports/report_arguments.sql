{#-
    What a report is asked for, checked: a dict with
      macro           name of the report, for errors
      unit, every     account, campaign, template, step or agent; and day, week, month or none
      key             account_id or campaign_id: whose calendar the rows follow
      keys            the columns that identify a row
      range           [first, last], [previous first, previous last] of report_range, both SQL
      is_open         [first, last]: true for a side without an end
    and account_ids, previous, include_sub_accounts and layout.
-#}
{% macro report_arguments(macro, units, date_from, date_to, preset, account_ids, grain, previous, include_sub_accounts, layout) -%}
    {%- for name, flag in {'previous': previous, 'include_sub_accounts': include_sub_accounts}.items() -%}
        {%- if flag is not none -%}{%- do sms_analytics.check_flag(macro, name, flag) -%}{%- endif -%}
    {%- endfor -%}
    {%- do sms_analytics.check_choice(macro, 'layout', layout, ['columns', 'rows']) -%}
    {%- set unit, every = sms_analytics.report_grain(macro, grain, units.keys() | list) -%}
    {%- if every and previous -%}
        {%- do sms_analytics.raise_argument(
            macro, 'previous', previous, "only false with grain " ~ every ~ ", where the period before is the row before"
        ) -%}
    {%- endif -%}
    {%- if not sms_analytics.has_dates(date_from, date_to) -%}
        {%- do sms_analytics.check_choice(macro, 'preset', preset, sms_analytics.report_presets().keys() | list) -%}
    {%- endif -%}
    {%- set range = sms_analytics.report_range(macro, date_from, date_to, preset) -%}
    {{- return({
        'macro': macro,
        'unit': unit,
        'every': every,
        'key': 'account_id' if 'campaign_id' not in units[unit] else 'campaign_id',
        'keys': units[unit] + ([sms_analytics.period_column(every)] if every else []),
        'range': range.this,
        'previous_range': range.previous,
        'is_open': range.is_open,
        'previous': previous if previous is not none else not every,
        'account_ids': sms_analytics.ids_of(macro, 'account_ids', account_ids),
        'include_sub_accounts': include_sub_accounts,
        'layout': layout,
    }) -}}
{%- endmacro %}

{#- [unit, every] of a grain: one of the units, or day, week or month, or a list of one of each. -#}
{% macro report_grain(macro, grain, units) -%}
    {%- set parts = [grain] if grain is string or grain is not iterable else grain | list -%}
    {%- set dates = ['day', 'week', 'month'] -%}
    {%- for part in parts -%}
        {%- do sms_analytics.check_choice(macro, 'grain', part, units + dates) -%}
    {%- endfor -%}
    {%- set found, every = parts | select('in', units) | list, parts | select('in', dates) | list -%}
    {%- set unit = found | first | default('account') -%}
    {%- if not parts or found | length > 1 or every | length > 1 or (every and unit in ['template', 'step']) -%}
        {%- do sms_analytics.raise_argument(
            macro, 'grain', grain,
            'one of ' ~ (units + dates) | join(', ') ~ ", or a list of one of each such as ['campaign', 'day'] (templates and steps have no days)"
        ) -%}
    {%- endif -%}
    {{- return([unit, every | first | default(none)]) -}}
{%- endmacro %}

{#- Ids as a list of texts; none means all. -#}
{% macro ids_of(macro, argument, ids) -%}
    {%- if ids is none -%}{{- return(none) -}}{%- endif -%}
    {%- set given = [ids] if ids is string or ids is number else ids -%}
    {%- if given is mapping or given is not iterable or given | list | length == 0 or none in given -%}
        {%- do sms_analytics.raise_argument(macro, argument, ids, 'an id or a list of ids; leave it out for all') -%}
    {%- endif -%}
    {{- return(given | map('string') | list) -}}
{%- endmacro %}

{#- SQL condition: true if the column has one of the ids. -#}
{% macro has_one_of_ids(column, ids) -%}
    {{ column }} in ({% for id in ids %}{{ sms_analytics.quoted(id) }}{{ ', ' if not loop.last }}{% endfor %})
{%- endmacro %}

{% macro check_flag(macro, argument, given) -%}
    {%- if given is not boolean -%}
        {%- do sms_analytics.raise_argument(macro, argument, given, 'true or false') -%}
    {%- endif -%}
{%- endmacro %}

{% macro check_choice(macro, argument, given, allowed) -%}
    {%- if given not in allowed -%}
        {%- set nearest = sms_analytics.nearest_name(given, allowed) -%}
        {%- do sms_analytics.raise_argument(
            macro, argument, given, 'one of ' ~ allowed | join(', ') ~ ('; did you mean ' ~ nearest ~ '?' if nearest else '')
        ) -%}
    {%- endif -%}
{%- endmacro %}

{% macro raise_argument(macro, argument, given, allowed) -%}
    {{- exceptions.raise_compiler_error(macro ~ ": argument " ~ argument ~ " is '" ~ given ~ "'; allowed: " ~ allowed) -}}
{%- endmacro %}
