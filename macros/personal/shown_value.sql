{#-
    A column of the contract as the tables below hold it. Sources take phone numbers and e-mail addresses for ids, or have them, and texts,
    in a column of something else: there a hash stands, the same for the same value, so that all joins hold.
-#}
{% macro hashed_if_personal(column, expression) -%}
    {%- if column.name in sms_analytics.columns_of_words() -%}
        {{ sms_analytics.without_contacts(expression) }}
    {%- elif column.type != 'string' or column.personal or column['values'] or column.name in sms_analytics.columns_read_as_text() -%}
        {{ expression }}
    {%- else -%}
        case
            when {{ sms_analytics.is_personal(expression) }} then 'hashed:' || {{ sms_analytics.keyed_hash(expression) }}
            else {{ expression }}
        end
    {%- endif -%}
{%- endmacro %}

{#- What somebody wrote to be read. -#}
{% macro columns_of_words() -%}
    {{- return(['account_name', 'campaign_name', 'template_name', 'keyword']) -}}
{%- endmacro %}

{#-
    Columns that no mart carries, and that are searched, matched with personal ones, or are no person's: the number of a sender is that of
    the company.
-#}
{% macro columns_read_as_text() -%}
    {{- return([
        'landing_url', 'destination_url', 'short_url', 'page_url', 'user_agent', 'response_actions', 'external_customer_id',
        'anonymous_id', 'sender_phone',
    ]) -}}
{%- endmacro %}

{#- An e-mail address, a phone number, or a text of five words or more. Most values are let through by the plain comparisons. -#}
{% macro is_personal(expression) -%}
    (
        ({{ expression }} like '%@%' and {{ sms_analytics.has_match(expression, sms_analytics.email_pattern()) }})
        or ({{ expression }} like '%+%' and {{ sms_analytics.has_match(expression, sms_analytics.phone_pattern()) }})
        or {{ sms_analytics.is_text(expression) }}
    )
{%- endmacro %}

{% macro is_text(expression) -%}
    ({{ expression }} like '% % % % %' and {{ sms_analytics.has_match(expression, '[^ ](?: +[^ ]+){4}') }})
{%- endmacro %}

{#- The same text without the e-mail addresses and phone numbers in it. -#}
{% macro without_contacts(expression) -%}
    {{ sms_analytics.replace_pattern(
        sms_analytics.replace_pattern(expression, sms_analytics.email_pattern(), '<e-mail>'), sms_analytics.phone_pattern(), '<phone>'
    ) }}
{%- endmacro %}
