{%- set personal, found = [], [] -%}
{%- if execute -%}
{%- for table in graph.sources.values() if table.package_name == 'sms_analytics' -%}
{%- for column in table.columns.values() if column.config.meta.personal -%}
{%- do personal.append(column.name) -%}
{%- endfor -%}
{%- endfor -%}
{%- for model in graph.nodes.values() if model.package_name == 'sms_analytics' and model.config.access == 'public' -%}
{%- for column in model.columns if column in personal -%}
{%- do found.append(model.name ~ '.' ~ column) -%}
{%- endfor -%}
{%- endfor -%}
{%- endif -%}

-- Columns that the raw contract marks as personal stay out of the marts, whose contracts list all their columns.
{% for column in found -%}
select '{{ column }}' as personal_column

union all

{% endfor -%}
-- Fails if the contract marks no column as personal, because the test would then check nothing.
select 'the contract marks none' as personal_column
where {{ execute and not personal }}
