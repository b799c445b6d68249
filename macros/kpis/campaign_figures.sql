{#-
    The numeric KPIs of campaigns, each with the source that it is counted from. A derived KPI takes the source of its
    first part that has one.
-#}
{% macro campaign_figures() -%}
    {%- set figures, sources = [], {} -%}
    {%- for kpi in sms_analytics.kpi_dictionary() if not kpi.get('account_only') and kpi.get('type') != 'boolean' -%}
        {%- set found = [kpi.source] if kpi.source else [] -%}
        {%- set parts = kpi.get('rate', []) + modules.re.findall('[a-z_]+', kpi.get('expression', '')) -%}
        {%- for part in parts if part in sources -%}
            {%- do found.append(sources[part]) -%}
        {%- endfor -%}
        {%- do sources.update({kpi.name: found | first}) -%}
        {%- do figures.append({'name': kpi.name, 'source': found | first}) -%}
    {%- endfor -%}
    {{- return(figures) -}}
{%- endmacro %}
