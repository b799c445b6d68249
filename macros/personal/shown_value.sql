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
            when {{ sms_analytics.is_personal(expression, names_people=column.name.endswith(('contact_id', 'user_id', 'owner_id'))) }} then 'hashed:' || {{ sms_analytics.keyed_hash(expression) }}
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

{#-
    An e-mail address, a phone number, or a text of five words or more; in an id of people, of two: it is a name. The cheap LIKE conditions
    rule out most values first. Digits alone are no phone number here: most ids are digits.
-#}
{% macro is_personal(expression, names_people=false) -%}
    {%- set gaps = [] -%}
    {%- for mark in ['+', ' ', '-', '.', '/', '＋', '\u00a0', '\u2010', '\u2011', '\u2013'] -%}
        {%- do gaps.append(expression ~ " like '%" ~ mark ~ "%'") -%}
    {%- endfor -%}
    (
        ({{ expression }} like '%@%' and {{ sms_analytics.has_match(expression, sms_analytics.email_pattern()) }})
        or (({{ gaps | join(' or ') }}) and {{ sms_analytics.is_phone(sms_analytics.plain_phone_marks(expression)) }})
        or {{ expression ~ " like '%_ _%'" if names_people else sms_analytics.is_text(expression) }}
    )
{%- endmacro %}

{#- Besides phone_pattern: 7 to 15 digits with gaps and nothing else, if a gap is a blank or they begin with 0 or a bracket. -#}
{% macro is_phone(expression) -%}
    {%- set digits = sms_analytics.replace_pattern(expression, '[^0-9]+', '') -%}
    (
        {{ sms_analytics.has_match(expression, sms_analytics.phone_pattern()) }}
        or (
            {{ sms_analytics.matches_pattern(expression, '[(]?[0-9]+(?:[ ()./-]{1,3}[0-9]+)+') }}
            and length({{ digits }}) between 7 and 15
            and ({{ expression }} like '% %' or {{ expression }} like '0%' or {{ expression }} like '(%')
        )
    )
{%- endmacro %}

{#- Hyphens, blanks and full-width characters of phone numbers as ASCII. -#}
{% macro plain_phone_marks(expression) -%}
    {%- set marks = '＋（）．／\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\u00a0\u2007\u202f\u3000０１２３４５６７８９' -%}
    translate({{ expression }}, '{{ marks }}', '+()./-------    0123456789')
{%- endmacro %}

{% macro is_text(expression) -%}
    ({{ expression }} like '% % % % %' and {{ sms_analytics.has_match(expression, '[^ ](?: +[^ ]+){4}') }})
{%- endmacro %}

{% macro without_contacts(expression) -%}
    {{ sms_analytics.replace_pattern(
        sms_analytics.replace_pattern(expression, sms_analytics.email_pattern(), '<e-mail>'),
        sms_analytics.written_phone_pattern(), '<phone>'
    ) }}
{%- endmacro %}
