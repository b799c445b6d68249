{#- Fails for each row whose parts do not add up to its total, or if any of them is NULL. -#}
{% test adds_up_to(model, parts, total) %}

select
    {{ parts | join(',\n    ') }},
    {{ total }}
from {{ model }}
where coalesce({{ parts | join(' + ') }} <> {{ total }}, true)

{% endtest %}
