{#-
    The attribution models, each defined once: a name, a description, and the weight of a touch, a SQL expression over touch_number (from
    1), touch_count and seconds_to_last_touch. To add a model, add an entry. Only the ratios of the weights matter, so time decay counts
    from the last touch; the time from there to the conversion is the same for all touches.
-#}
{% macro attribution_model_dictionary() -%}
    {%- set shares = var('position_based_shares') -%}
    {%- set half_life = sms_analytics.window_seconds('time_decay_half_life') -%}
    {{- return([
        {
            'name': 'last_touch',
            'description': 'All credit to the last touch.',
            'weight': 'case when touch_number = touch_count then 1 else 0 end',
        },
        {
            'name': 'first_touch',
            'description': 'All credit to the first touch.',
            'weight': 'case when touch_number = 1 then 1 else 0 end',
        },
        {
            'name': 'linear',
            'description': 'Equal credit to every touch.',
            'weight': '1',
        },
        {
            'name': 'position_based',
            'description': 'Fixed shares for the first and the last touch; the touches between them divide a third share equally.',
            'weight': 'case when touch_count = 1 then 1'
                ~ ' when touch_number = 1 then ' ~ shares[0]
                ~ ' when touch_number = touch_count then ' ~ shares[2]
                ~ ' else cast(' ~ shares[1] ~ ' as ' ~ sms_analytics.type_double() ~ ') / (touch_count - 2) end',
        },
        {
            'name': 'time_decay',
            'description': 'More credit the nearer the conversion: half as much for each half-life before it.',
            'weight': 'power(cast(0.5 as ' ~ sms_analytics.type_double() ~ '), least('
                ~ 'cast(seconds_to_last_touch as ' ~ sms_analytics.type_double() ~ ') / ' ~ half_life ~ ', 1000))',
        },
    ]) -}}
{%- endmacro %}

{% macro known_attribution_models() -%}
    {{- return(sms_analytics.attribution_model_dictionary() | map(attribute='name') | list) -}}
{%- endmacro %}
