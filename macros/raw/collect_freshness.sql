{#-
    dbt calls this macro for `dbt source freshness`. A raw table may be absent or switched off, and then there is nothing that could be stale; dbt's own
    macro would fail. All other sources, those of other packages too, are dbt's business.
-#}
{% macro collect_freshness(source, loaded_at_field, filter) -%}
    {%- set is_ours = graph.sources.values()
        | selectattr('package_name', 'equalto', 'sms_analytics') | selectattr('relation_name', 'equalto', source | string) | list -%}
    {%- set is_switched_off = is_ours and sms_analytics.is_switched_off(source.identifier) -%}
    {%- if is_ours and (is_switched_off or load_relation(source) is none) -%}
        {%- do log(source.identifier ~ ' is ' ~ ('switched off' if is_switched_off else 'absent') ~ ', so it counts as fresh', info=true) -%}
        {%- call statement('collect_freshness', fetch_result=true, auto_begin=false) -%}
            select {{ dbt.current_timestamp() }} as max_loaded_at, {{ dbt.current_timestamp() }} as snapshotted_at
        {%- endcall -%}
        {{- return(load_result('collect_freshness')) -}}
    {%- endif -%}
    {{- return(adapter.dispatch('collect_freshness', 'dbt')(source, loaded_at_field, filter)) -}}
{%- endmacro %}
