{#- The only definition of "within a window": half-open, compared as timestamps, never as a rounded difference. -#}
{% macro in_window(event_at, start_at, window_seconds) -%}
    {%- for argument, value in {'event_at': event_at, 'start_at': start_at, 'window_seconds': window_seconds}.items() %}
        {%- if value is none or value | string | trim == '' %}
            {{- exceptions.raise_compiler_error("in_window: " ~ argument ~ " is empty; give a SQL expression") }}
        {%- endif %}
    {%- endfor -%}
    (
        {{ event_at }} >= {{ start_at }}
        and {{ event_at }} < {{ sms_analytics.add_seconds(start_at, window_seconds) }}
    )
{%- endmacro %}
