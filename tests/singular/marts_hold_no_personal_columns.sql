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

-- What the raw contract marks as personal stays below the marts, whose contracts name all of their columns.
{% for column in found -%}
select '{{ column }}' as personal_column

union all

{% endfor -%}
-- A contract that marks nothing as personal would make this test pass for nothing.
select 'the contract marks none' as personal_column
where {{ execute and not personal }}
