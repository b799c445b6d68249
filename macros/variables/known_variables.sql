{#-
    dbt ignores a misspelled variable, so the run would go on without it. In a project that uses this package, the command line may also
    have that project's variables: there, only a name similar to one of ours is reported, as a warning.
-#}
{% macro check_variable_names() -%}
    {%- set given = invocation_args_dict.get('vars') or {} -%}
    {%- set given = fromyaml(given) if given is string else given -%}
    {%- set known = sms_analytics.known_variables() -%}
    {%- for name in given if name not in known -%}
        {%- if project_name == 'sms_analytics' -%}
            {%- set nearest = sms_analytics.nearest_name(name, known, at_least=0.4) -%}
            {{- exceptions.raise_compiler_error(
                "There is no variable '" ~ name ~ "'; " ~ ("did you mean " ~ nearest ~ "?" if nearest
                else "dbt_project.yml lists all variables")
            ) -}}
        {%- endif -%}
        {%- set nearest = sms_analytics.nearest_name(name, known, at_least=0.75) -%}
        {%- if nearest -%}
            {%- do exceptions.warn("sms_analytics has no variable '" ~ name ~ "'; did you mean " ~ nearest ~ "?") -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#-
    Whether this run has a node of this project to build or test; otherwise it must not check or store anything. While dbt parses, the
    selection is not known yet: variables are checked then in this project only.
-#}
{% macro is_selected() -%}
    {%- set ours = [] -%}
    {#- The hooks themselves are operations, and always among them. -#}
    {%- for name in (selected_resources if execute else []) if name.split('.')[1] == 'sms_analytics' and not name.startswith('operation.') -%}
        {%- do ours.append(name) -%}
    {%- endfor -%}
    {{- return(ours | length > 0 if execute else project_name == 'sms_analytics') -}}
{%- endmacro %}

{#- Every variable in dbt_project.yml. Macros cannot read that file; a test compares the two. -#}
{% macro known_variables() -%}
    {{- return(sms_analytics.stored_variables() + sms_analytics.group_variables() + sms_analytics.other_variables()) -}}
{%- endmacro %}

{#- The switches of groups of marts: one for each folder under models/marts but core and campaigns. -#}
{% macro group_variables() -%}
    {%- set variables = [] -%}
    {%- for group in ['attribution', 'calling', 'cohorts', 'crm', 'diagnostics', 'experiments', 'governance', 'intent', 'labels', 'metrics', 'periods',
        'quality'] -%}
        {%- do variables.append('sms_analytics_using_' ~ group) -%}
    {%- endfor -%}
    {{- return(variables) -}}
{%- endmacro %}

{#- Variables that no stored row depends on: each run rebuilds everything they change. For hash_key, the run stores a hash. -#}
{% macro other_variables() -%}
    {{- return([
        'as_of', 'reporting_page', 'calling_page', 'response_windows', 'response_window', 'response_actions', 'opt_out_echo_seconds',
        'conversion_source_order', 'conversion_dedupe_seconds', 'infer_opens', 'stale_load_days', 'test_new_rows_only', 'check_usual_days', 'hash_key',
        'reconciliation_ok_factor', 'reconciliation_fail_factor',
        'usual_rate_deviations', 'usual_rate_min_contacts', 'usual_rate_min_days',
        'conversation_seconds',
        'cohort_dimensions', 'pipeline_window',
        'experiment_window', 'control_variant', 'experiment_min_contacts',
        'min_model_confidence', 'rapid_response_window', 'repeat_click_gap', 'task_at_once_window', 'next_step_window',
        'frequency_caps', 'campaign_overlap_gap', 'exempt_purposes', 'fatigue_window', 'fatigue_top',
        'inactive_after',
    ]) -}}
{%- endmacro %}
