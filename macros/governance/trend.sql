{#-
    The change of a rate with each further message: the slope of the least-squares line through the rates of an account and campaign by
    message_number, weighted with the denominator. NULL where the denominator is in one message_number only.
-#}
{% macro trend(numerator, denominator) -%}
    {%- set over = ' over (partition by cells.account_id, cells.campaign_id)' -%}
    {%- set weights = 'sum(cells.' ~ denominator ~ ')' ~ over -%}
    {%- set numbers = 'sum(cells.message_number * cells.' ~ denominator ~ ')' ~ over -%}
    {%- set squares = 'sum(cells.message_number * cells.message_number * cells.' ~ denominator ~ ')' ~ over -%}
    {%- set outcomes = 'sum(cells.' ~ numerator ~ ')' ~ over -%}
    {%- set products = 'sum(cells.message_number * cells.' ~ numerator ~ ')' ~ over -%}
    {{- sms_analytics.rate(
        weights ~ ' * ' ~ products ~ ' - ' ~ numbers ~ ' * ' ~ outcomes,
        weights ~ ' * ' ~ squares ~ ' - ' ~ numbers ~ ' * ' ~ numbers
    ) -}}
{%- endmacro %}
