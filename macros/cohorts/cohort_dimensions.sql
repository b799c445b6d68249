{#- Attributes of a contact that `contacts` has now, and that contact_attribute_history may have for earlier times. -#}
{% macro contact_attributes() -%}
    {{- return([
        'lifecycle_stage', 'persona', 'region', 'country', 'time_zone', 'intent_tier', 'customer_segment',
    ]) -}}
{%- endmacro %}

{#- Attributes of a version in dim_contact_versions that change with time. -#}
{% macro version_attributes() -%}
    {{- return(sms_analytics.contact_attributes() + ['owner_id']) -}}
{%- endmacro %}

{#- Attributes of a campaign; they do not change. -#}
{% macro campaign_attributes() -%}
    {{- return(['message_type', 'play_id', 'play_version']) -}}
{%- endmacro %}

{#-
    The dimensions in the variable cohort_dimensions, a list of dicts: `name`, and `kind`, which says where it comes from:
    contact (attributes of dim_contact_versions), signup_month, campaign, or further (attributes that only contact_attribute_history has).
-#}
{% macro cohort_dimensions() -%}
    {%- set dimensions = [] -%}
    {%- for given in var('cohort_dimensions') -%}
        {%- set name = given | trim | lower -%}
        {%- if name == 'signup_month' -%}{%- set kind = 'signup_month' -%}
        {%- elif name in sms_analytics.campaign_attributes() -%}{%- set kind = 'campaign' -%}
        {%- elif name in sms_analytics.version_attributes() -%}{%- set kind = 'contact' -%}
        {%- else -%}{%- set kind = 'further' -%}
        {%- endif -%}
        {%- do dimensions.append({'name': name, 'kind': kind}) -%}
    {%- endfor -%}
    {{- return(dimensions) -}}
{%- endmacro %}

{#- The columns of int_contact_profiles, attribute name to column. A further attribute may have any name, so its column is a number. -#}
{% macro profile_columns() -%}
    {%- set columns = {} -%}
    {%- for attribute in sms_analytics.version_attributes() -%}
        {%- do columns.update({attribute: attribute}) -%}
    {%- endfor -%}
    {%- for dimension in sms_analytics.cohort_dimensions() if dimension.kind == 'further' -%}
        {%- do columns.update({dimension.name: 'further_attribute_' ~ loop.index}) -%}
    {%- endfor -%}
    {{- return(columns) -}}
{%- endmacro %}

{#- When the first version of a contact begins: before anything that can be loaded. -#}
{% macro beginning_of_time() -%}
    cast('1900-01-01 00:00:00' as {{ dbt.type_timestamp() }})
{%- endmacro %}

{#- An id of a contact's n-th version. Numbers have no colon, so no two contacts share an id. -#}
{% macro numbered_id(contact_id, number) -%}
    {{ contact_id }} || ':' || cast({{ number }} as {{ dbt.type_string() }})
{%- endmacro %}

{#- The month of signing up as text, such as 2026-03, in the zone of an account. -#}
{% macro signup_month(signed_up_at, time_zone) -%}
    coalesce(left(cast({{ sms_analytics.local_date(signed_up_at, time_zone) }} as {{ dbt.type_string() }}), 7), 'unknown')
{%- endmacro %}

{#- Names are texts of any kind, compared without white space at their ends and in lower case. -#}
{% macro check_cohort_dimensions() -%}
    {%- set allowed = 'one or more names of attributes, each once, such as [lifecycle_stage, persona]' -%}
    {%- do sms_analytics.check_list('cohort_dimensions', allowed) -%}
    {%- for name in var('cohort_dimensions') if name is not string or not name.strip() -%}
        {%- do sms_analytics.raise_variable('cohort_dimensions', name, allowed) -%}
    {%- endfor -%}
    {%- do sms_analytics.check_each_once('cohort_dimensions', sms_analytics.cohort_dimensions() | map(attribute='name') | list, allowed) -%}
{%- endmacro %}
