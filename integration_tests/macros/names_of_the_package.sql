{#- Macros with names that the package has too: it must call its own. -#}
{% macro in_window() -%}
    {{- exceptions.raise_compiler_error('The package called in_window of the project that installs it') -}}
{%- endmacro %}

{% macro load_batches() -%}
    {{- exceptions.raise_compiler_error('The package called load_batches of the project that installs it') -}}
{%- endmacro %}
