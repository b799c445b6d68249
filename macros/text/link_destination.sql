{#-
    A web address without what may identify a person: no user name, query or fragment; e-mail addresses and phone numbers in its path are
    masked. NULL if it has a blank in it: that is a text, not an address.
-#}
{% macro link_destination(url) -%}
    {%- set page = dbt.split_part(dbt.split_part(url, "'#'", 1), "'?'", 1) -%}
    case
        when {{ page }} not like '% %' then nullif({{ sms_analytics.without_contacts(
            sms_analytics.replace_pattern(page, '^((?:[^/]*//)?)[^/]*@', sms_analytics.groups(1))
        ) }}, '')
    end
{%- endmacro %}
