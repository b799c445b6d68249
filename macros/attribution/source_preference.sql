{#- The position of a source system in the variable conversion_source_order; an unlisted one comes last. -#}
{% macro source_preference(source_system) -%}
    {%- if not var('conversion_source_order') -%}
        {{- return('1') -}}
    {%- endif -%}
    case {{ source_system }}
        {%- for source in var('conversion_source_order') %}
        when {{ sms_analytics.quoted(source) }} then {{ loop.index }}
        {%- endfor %}
        else {{ var('conversion_source_order') | length + 1 }}
    end
{%- endmacro %}
