{#- Durations are written as 90s, 30m, 24h or 7d, so that a window's name always matches its length. -#}
{% macro duration_seconds(duration, variable=none) -%}
    {%- set given = duration | string | trim -%}
    {%- set units = {'s': 1, 'm': 60, 'h': 3600, 'd': 86400} -%}
    {%- if not modules.re.fullmatch('[1-9][0-9]{0,6}[smhd]', given) -%}
        {%- do sms_analytics.raise_variable(
            variable or 'duration', given, 'a whole number and s, m, h or d, such as 90s, 24h or 7d'
        ) -%}
    {%- endif -%}
    {{- return((given[:-1] | int) * units[given[-1]]) -}}
{%- endmacro %}

{% macro window_seconds(variable) -%}
    {{- return(sms_analytics.duration_seconds(var(variable), variable)) -}}
{%- endmacro %}

{#- With other windows the names of the response_rate_<window> columns differ from the contracts. -#}
{% macro has_shipped_windows() -%}
    {{- return(var('response_windows') == ['1h', '24h', '7d']) -}}
{%- endmacro %}
