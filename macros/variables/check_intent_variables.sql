{% macro check_intent_variables() -%}
    {%- for variable in [
        'rapid_response_window', 'repeat_click_gap', 'task_at_once_window', 'next_step_window', 'campaign_overlap_gap', 'inactive_after',
        'fatigue_window'
    ] -%}
        {%- do sms_analytics.window_seconds(variable) -%}
    {%- endfor -%}
    {%- set confidence = var('min_model_confidence') -%}
    {%- if confidence is not number or confidence is boolean or not 0 <= confidence <= 1 -%}
        {%- do sms_analytics.raise_variable('min_model_confidence', confidence, 'a number from 0 to 1') -%}
    {%- endif -%}
    {%- do sms_analytics.check_whole_number('fatigue_top', 2) -%}
    {%- set caps = var('frequency_caps') -%}
    {%- set allowed = 'a list such as [{messages: 3, window: 24h}], each window once; an empty list means no caps' -%}
    {%- if caps is string or caps is mapping or caps is not iterable -%}
        {%- do sms_analytics.raise_variable('frequency_caps', caps, allowed) -%}
    {%- endif -%}
    {%- for cap in caps -%}
        {%- if cap is not mapping or cap.keys() | sort != ['messages', 'window'] or cap.messages is not integer or cap.messages is boolean
            or cap.messages < 1 -%}
            {%- do sms_analytics.raise_variable('frequency_caps', cap, allowed) -%}
        {%- endif -%}
        {%- do sms_analytics.duration_seconds(cap.window, 'frequency_caps') -%}
    {%- endfor -%}
    {%- if caps | map(attribute='window') | unique | list | length != caps | length -%}
        {%- do sms_analytics.raise_variable('frequency_caps', caps, allowed) -%}
    {%- endif -%}
    {%- set purposes = var('exempt_purposes') -%}
    {%- if purposes is string or purposes is mapping or purposes is not iterable -%}
        {%- do sms_analytics.raise_variable('exempt_purposes', purposes, 'a list of purposes, such as [transactional]; it may be empty') -%}
    {%- endif -%}
{%- endmacro %}
