{#- Runs before anything is built; each error names the variable, the value given and what is allowed. -#}
{% macro check_variables() -%}
    {%- do sms_analytics.check_variable_names() -%}
    {%- do sms_analytics.check_allowed('raw_source', [sms_analytics.raw_source()], ['seeds', 'files', 'tables']) -%}
    {%- do sms_analytics.check_hash_key() -%}
    {%- do sms_analytics.check_null_values() -%}
    {%- do sms_analytics.check_experiment_variables() -%}
    {%- for variable in ['infer_opens', 'test_new_rows_only', 'check_usual_days'] + sms_analytics.group_variables() -%}
        {%- do sms_analytics.check_allowed(variable, [var(variable)], [true, false]) -%}
    {%- endfor -%}
    {%- for variable in ['reply_attribution_window', 'response_window', 'pipeline_window'] -%}
        {%- do sms_analytics.window_seconds(variable) -%}
    {%- endfor -%}
    {%- do sms_analytics.check_list('response_windows', 'one or more windows, such as [1h, 24h, 7d]') -%}
    {%- for window in var('response_windows') -%}
        {%- do sms_analytics.duration_seconds(window, 'response_windows') -%}
    {%- endfor -%}
    {%- do sms_analytics.check_each_once('response_windows', var('response_windows'), 'each window once') -%}
    {%- do sms_analytics.check_list('response_actions', 'one or more of ' ~ sms_analytics.known_response_actions() | join(', ')) -%}
    {%- do sms_analytics.check_allowed('response_actions', var('response_actions'), sms_analytics.known_response_actions()) -%}
    {%- do sms_analytics.check_attribution_variables() -%}
    {%- do sms_analytics.check_cohort_dimensions() -%}
    {%- for variable in ['bot_click_seconds', 'opt_out_echo_seconds', 'conversion_dedupe_seconds', 'conversation_seconds'] -%}
        {%- if var(variable) is not number or var(variable) is boolean or var(variable) < 0 -%}
            {%- do sms_analytics.raise_variable(variable, var(variable), 'a number of seconds, 0 or more') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if var('stale_load_days') is not number or var('stale_load_days') is boolean or var('stale_load_days') <= 0 -%}
        {%- do sms_analytics.raise_variable('stale_load_days', var('stale_load_days'), 'a number of days above 0') -%}
    {%- endif -%}
    {%- do sms_analytics.check_factor('reconciliation_ok_factor', 1, '1 or more') -%}
    {%- do sms_analytics.check_factor('reconciliation_fail_factor', var('reconciliation_ok_factor'), 'reconciliation_ok_factor or more') -%}
    {%- do sms_analytics.check_whole_number('usual_rate_deviations', 1) -%}
    {%- do sms_analytics.check_whole_number('usual_rate_min_contacts', 1) -%}
    {#- One day has no deviation. -#}
    {%- do sms_analytics.check_whole_number('usual_rate_min_days', 2) -%}
    {%- set time_of_day = '([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?)?' -%}
    {%- if var('as_of') is not none and not modules.re.fullmatch(sms_analytics.date_pattern() ~ time_of_day, var('as_of') | string) -%}
        {%- do sms_analytics.raise_variable('as_of', var('as_of'), 'YYYY-MM-DD or YYYY-MM-DD HH:MM:SS, in UTC') -%}
    {%- endif -%}
    {%- for variable in ['reporting_page', 'calling_page'] if var(variable) is not mapping -%}
        {%- do sms_analytics.raise_variable(variable, var(variable), 'arguments by name, such as {preset: this_month}') -%}
    {%- endfor -%}
    {%- do sms_analytics.check_intent_variables() -%}
    {%- if sms_analytics.fx_rate_max_age_days() > 366 -%}
        {%- do sms_analytics.raise_variable('fx_rate_max_age', var('fx_rate_max_age'), 'at most 366d') -%}
    {%- endif -%}
    {%- if not modules.re.fullmatch('[A-Z]{3}', var('reporting_currency') | string) -%}
        {%- do sms_analytics.raise_variable('reporting_currency', var('reporting_currency'), 'an ISO-4217 code such as USD') -%}
    {%- endif -%}
    {%- if var('reporting_time_zone') not in modules.pytz.all_timezones -%}
        {%- do sms_analytics.raise_variable('reporting_time_zone', var('reporting_time_zone'), 'an IANA name such as America/New_York') -%}
    {%- endif -%}
{%- endmacro %}

{#- A word with white space at its ends would never match, because cells are trimmed first. -#}
{% macro check_null_values() -%}
    {%- set words = var('null_values') -%}
    {%- set allowed = "a list of words in quotes, without white space at their ends, such as ['NULL', 'None']" -%}
    {%- if words is string or words is mapping or words is not iterable -%}
        {%- do sms_analytics.raise_variable('null_values', words, allowed) -%}
    {%- endif -%}
    {%- for word in words if word is not string or not word or word != word.strip() -%}
        {%- do sms_analytics.raise_variable('null_values', word, allowed) -%}
    {%- endfor -%}
{%- endmacro %}

{% macro check_experiment_variables() -%}
    {%- do sms_analytics.window_seconds('experiment_window') -%}
    {%- do sms_analytics.check_whole_number('experiment_min_contacts', 1) -%}
    {%- set control = var('control_variant') -%}
    {%- if control is not none and (control is not string or not control.strip()) -%}
        {%- do sms_analytics.raise_variable('control_variant', control, 'the name of a variant in quotes, or null') -%}
    {%- endif -%}
{%- endmacro %}

{% macro check_attribution_variables() -%}
    {%- set built = var('attribution_models') -%}
    {%- set known = sms_analytics.known_attribution_models() -%}
    {%- if built is not mapping or not built -%}
        {%- do sms_analytics.raise_variable('attribution_models', built, 'for each of click and view a list of models') -%}
    {%- endif -%}
    {%- do sms_analytics.check_allowed('attribution_models', built.keys(), ['click', 'view']) -%}
    {%- for models in built.values() -%}
        {%- if models is string or models is mapping or models is not iterable or not models -%}
            {%- do sms_analytics.raise_variable('attribution_models', models, 'a list of ' ~ known | join(', ')) -%}
        {%- endif -%}
        {%- do sms_analytics.check_allowed('attribution_models', models, known) -%}
        {%- do sms_analytics.check_each_once('attribution_models', models, 'each model once') -%}
    {%- endfor -%}
    {%- do sms_analytics.check_list('attribution_scopes', 'one or both of sms, all') -%}
    {%- do sms_analytics.check_allowed('attribution_scopes', var('attribution_scopes'), ['sms', 'all']) -%}
    {%- do sms_analytics.check_each_once('attribution_scopes', var('attribution_scopes'), 'each scope once') -%}
    {%- do sms_analytics.check_allowed('default_attribution_basis', [var('default_attribution_basis')], built.keys() | list) -%}
    {%- do sms_analytics.check_allowed(
        'default_attribution_model', [var('default_attribution_model')], built[var('default_attribution_basis')]
    ) -%}
    {%- do sms_analytics.check_allowed('default_attribution_scope', [var('default_attribution_scope')], var('attribution_scopes')) -%}
    {%- do sms_analytics.check_list('touchpoint_types', 'one or more of click, session, view, open') -%}
    {%- do sms_analytics.check_allowed('touchpoint_types', var('touchpoint_types'), ['click', 'session', 'view', 'open']) -%}
    {%- if var('conversion_source_order') -%}
        {%- do sms_analytics.check_list('conversion_source_order', 'a list of source_system names') -%}
    {%- endif -%}
    {%- set shares = var('position_based_shares') -%}
    {%- set allowed = 'three numbers of 0 or more that add up to 1, with the first or the last above 0' -%}
    {%- do sms_analytics.check_list('position_based_shares', allowed) -%}
    {%- for share in shares if share is not number or share is boolean or share < 0 -%}
        {%- do sms_analytics.raise_variable('position_based_shares', shares, allowed) -%}
    {%- endfor -%}
    {%- if shares | length != 3 or (shares | sum - 1) | abs > 0.000000001 or shares[0] + shares[2] == 0 -%}
        {%- do sms_analytics.raise_variable('position_based_shares', shares, allowed) -%}
    {%- endif -%}
    {%- do sms_analytics.window_seconds('time_decay_half_life') -%}
{%- endmacro %}

{% macro known_response_actions() -%}
    {{- return(['reply', 'click', 'meeting', 'form', 'conversion']) -}}
{%- endmacro %}

{% macro raise_variable(variable, given, allowed) -%}
    {{- exceptions.raise_compiler_error("Variable " ~ variable ~ " is '" ~ given ~ "'; allowed: " ~ allowed) -}}
{%- endmacro %}

{% macro check_whole_number(variable, at_least) -%}
    {%- if var(variable) is not integer or var(variable) is boolean or var(variable) < at_least -%}
        {%- do sms_analytics.raise_variable(variable, var(variable), 'a whole number, ' ~ at_least ~ ' or more') -%}
    {%- endif -%}
{%- endmacro %}

{% macro check_factor(variable, at_least, allowed) -%}
    {%- if var(variable) is not number or var(variable) is boolean or var(variable) < at_least -%}
        {%- do sms_analytics.raise_variable(variable, var(variable), 'a number, ' ~ allowed) -%}
    {%- endif -%}
{%- endmacro %}

{% macro check_allowed(variable, given, allowed) -%}
    {%- for value in given if value not in allowed -%}
        {%- do sms_analytics.raise_variable(variable, value, 'one of ' ~ allowed | join(', ')) -%}
    {%- endfor -%}
{%- endmacro %}

{% macro check_list(variable, allowed) -%}
    {%- set given = var(variable) -%}
    {%- if given is string or given is mapping or given is not iterable or given | length == 0 -%}
        {%- do sms_analytics.raise_variable(variable, given, allowed) -%}
    {%- endif -%}
{%- endmacro %}

{% macro check_each_once(variable, given, allowed) -%}
    {%- if given | unique | list | length != given | length -%}
        {%- do sms_analytics.raise_variable(variable, given, allowed) -%}
    {%- endif -%}
{%- endmacro %}
