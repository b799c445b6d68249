{#- For tools/generate_yaml.py: `dbt run-operation log_kpi_dictionary` prints the dictionary as one line of JSON. -#}
{% macro log_kpi_dictionary() -%}
    {%- set kpis = [] -%}
    {%- set subjects = dict(sms_analytics.kpi_subjects(), pipeline=sms_analytics.kpis_of_pipeline()) -%}
    {%- set sources = sms_analytics.kpi_sources(everything_sent=true) -%}
    {%- set of_send_times = sms_analytics.only_kpis(sms_analytics.kpi_dictionary(), sms_analytics.send_time_kpis()) -%}
    {%- for subject, of_subject in subjects.items() -%}
        {%- for kpi in of_subject -%}
            {#- What pipeline KPIs count has its kind in one model; see pipeline_cells. -#}
            {%- set source = {'relation': 'int_pipeline_events', 'where': "event_kind = '" ~ kpi.source ~ "'"}
                if subject == 'pipeline' else sources[kpi.source] or {} -%}
            {%- do kpis.append({
                'name': kpi.name,
                'subject': subject,
                'type': 'double' if kpi.rate else kpi.get('type', 'bigint'),
                'description': kpi.description,
                'label': kpi.get('label'),
                'question': kpi.get('question'),
                'rate': kpi.get('rate'),
                'is_derived': 'expression' in kpi,
                'expression': kpi.get('expression'),
                'relation': source.relation if kpi.source else none,
                'where': source.where if kpi.source else none,
                'value': kpi.get('value'),
                'contacts': kpi.get('contacts'),
                'rows': kpi.get('rows'),
                'sum': kpi.get('sum'),
                'of_rows': kpi.get('of_rows'),
                'median': kpi.get('median'),
                'empty': kpi.get('empty', 0),
                'plain_sum': sms_analytics.is_plain_sum(kpi),
                'firsts': source.get('firsts', {}) | list,
                'metric_scope': sms_analytics.metric_scope(kpi, source) if kpi.source and subject != 'pipeline' else none,
                'unknown': kpi.get('unknown'),
                'switch': kpi.get('switch'),
                'made_of': kpi.get('rate', []) + modules.re.findall('[a-z0-9_]+', kpi.get('expression', '')),
                'needs': [kpi.needs] if kpi.needs is string else kpi.get('needs', []),
                'account_only': kpi.get('account_only', false),
                'pipeline': subject == 'pipeline',
                'headline': kpi.name in sms_analytics.headline_kpis(),
                'send_times': kpi in of_send_times,
                'without_cohorts': kpi.get('without_cohorts', false),
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do log('KPIS:' ~ tojson(kpis), info=true) -%}
{%- endmacro %}
