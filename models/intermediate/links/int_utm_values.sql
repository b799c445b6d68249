{#- How URLs write what is no plain letter or digit, in lower case, in the order of decoding: the percent sign last. -#}
{%- set codes = [
    ('+', ' '), ('%20', ' '), ('%21', '!'), ('%23', '#'), ('%26', '&'), ('%27', "''"), ('%28', '('), ('%29', ')'),
    ('%2b', '+'), ('%2c', ','), ('%2d', '-'), ('%2e', '.'), ('%2f', '/'), ('%3a', ':'), ('%3d', '='), ('%40', '@'),
    ('%5b', '['), ('%5d', ']'), ('%5f', '_'), ('%7c', '|'), ('%7e', '~'),
    ('%c3%9f', 'ß'),
] -%}
{#- Capitals are made small letters, as which they are then decoded. -#}
{%- do codes.extend([('%c3%8', '%c3%a'), ('%c3%9', '%c3%b')]) -%}
{%- for letter in 'àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ' -%}
{%- do codes.append(('%c3%' ~ '%x' | format(160 + loop.index0), letter)) -%}
{%- endfor -%}
{%- do codes.append(('%25', '%')) -%}

with written as (

    select
        parameter,
        raw_value
    from {{ ref('int_link_parameters') }}
    where raw_value is not null

    union

    select
        'utm_campaign' as parameter,
        utm_campaign as raw_value
    from {{ ref('int_campaigns') }}
    where utm_campaign is not null

),

decoded_0 as (

    select
        parameter,
        raw_value,
        {{ sms_analytics.folded_case('raw_value') }} as decoded_value
    from written

),

-- A few codes at a time: one expression of all of them is deeper than some parsers go.
{% for some_codes in codes | batch(12) -%}
{%- set decoding = namespace(expression='decoded_value') -%}
{%- for code, meaning in some_codes -%}
{%- set decoding.expression = "replace(" ~ decoding.expression ~ ", '" ~ code ~ "', '" ~ meaning ~ "')" -%}
{%- endfor -%}
decoded_{{ loop.index }} as (

    select
        parameter,
        raw_value,
        {{ decoding.expression }} as decoded_value
    from decoded_{{ loop.index0 }}

),

{% endfor -%}
decoded as (

    select
        parameter,
        raw_value,
        trim(decoded_value) as decoded_value
    from decoded_{{ codes | batch(12) | list | length }}

)

select
    decoded.parameter,
    decoded.raw_value,
    -- What is blank once decoded is missing.
    nullif(coalesce(lower(trim(utm_values.value)), decoded.decoded_value), '') as folded_value
from decoded
left join {{ ref('utm_values') }} as utm_values
    on decoded.parameter = utm_values.parameter and decoded.decoded_value = lower(trim(utm_values.alias))
