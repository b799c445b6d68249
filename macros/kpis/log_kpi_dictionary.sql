{#- For tools/generate_yaml.py: `dbt run-operation log_kpi_dictionary` prints the dictionary as one line of JSON. -#}
{% macro log_kpi_dictionary() -%}
    {%- set kpis = [] -%}
    {%- set of_pipeline = sms_analytics.kpis_of_pipeline() -%}
    {%- set of_send_times = sms_analytics.only_kpis(sms_analytics.kpi_dictionary(), sms_analytics.send_time_kpis()) -%}
    {%- for kpi in sms_analytics.kpi_dictionary() + of_pipeline -%}
        {%- do kpis.append({
            'name': kpi.name,
            'type': 'double' if kpi.rate else kpi.get('type', 'bigint'),
            'description': kpi.description,
            'rate': kpi.get('rate'),
            'is_derived': 'expression' in kpi,
            'made_of': kpi.get('rate', []) + modules.re.findall('[a-z0-9_]+', kpi.get('expression', '')),
            'needs': [kpi.needs] if kpi.needs is string else kpi.get('needs', []),
            'account_only': kpi.get('account_only', false),
            'pipeline': kpi in of_pipeline,
            'headline': kpi.name in sms_analytics.headline_kpis(),
            'send_times': kpi in of_send_times,
            'without_cohorts': kpi.get('without_cohorts', false),
        }) -%}
    {%- endfor -%}
    {%- do log('KPIS:' ~ tojson(kpis), info=true) -%}
{%- endmacro %}
