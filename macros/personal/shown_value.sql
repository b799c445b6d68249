{#-
    A contract column as downstream tables store it. Sources use phone numbers and e-mail addresses as ids, or have them, or texts, in other
    columns. These are replaced by a hash; equal values have equal hashes, so joins still work.
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

{#- Names written for people to read. -#}
{% macro columns_of_words() -%}
    {{- return(['account_name', 'campaign_name', 'template_name', 'keyword', 'label_name', 'outcome_name']) -}}
{%- endmacro %}

{#-
    Columns that no mart carries and that are searched or matched with personal columns, or that belong to no person: a sender's number is
    the company's.
-#}
{% macro columns_read_as_text() -%}
    {{- return([
        'landing_url', 'destination_url', 'short_url', 'page_url', 'user_agent', 'response_actions', 'external_customer_id',
        'anonymous_id', 'sender_phone', 'tracking_number',
    ]) -}}
{%- endmacro %}

{#- An e-mail address, a phone number, or a text of five words or more. The cheap LIKE conditions rule out most values first. -#}
{% macro is_personal(expression) -%}
    (
        ({{ expression }} like '%@%' and {{ sms_analytics.has_match(expression, sms_analytics.email_pattern()) }})
        or (
            ({{ expression }} like '%+%' or {{ expression }} like '%___-____%' or {{ expression }} like '%___.____%')
            and {{ sms_analytics.has_match(expression, sms_analytics.phone_pattern()) }}
        )
        or {{ sms_analytics.is_text(expression) }}
    )
{%- endmacro %}

{% macro is_text(expression) -%}
    ({{ expression }} like '% % % % %' and {{ sms_analytics.has_match(expression, '[^ ](?: +[^ ]+){4}') }})
{%- endmacro %}

{% macro without_contacts(expression) -%}
    {{ sms_analytics.replace_pattern(
        sms_analytics.replace_pattern(expression, sms_analytics.email_pattern(), '<e-mail>'), sms_analytics.phone_pattern(), '<phone>'
    ) }}
{%- endmacro %}
