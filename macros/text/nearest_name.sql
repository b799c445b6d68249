{#-
    The name most similar to a given one, or none if no name is similar enough. Similarity is the share of common letter pairs (Dice), from
    0 to 1: it tolerates missing, doubled or swapped letters, and words in another order.
-#}
{% macro nearest_name(name, names, at_least=0.5) -%}
    {%- set best = {'name': none, 'likeness': at_least} -%}
    {%- for other in names -%}
        {%- set alike = sms_analytics.likeness(name, other) -%}
        {%- if alike > best.likeness or (alike == best.likeness and best.name is none) -%}
            {%- do best.update({'name': other, 'likeness': alike}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(best.name) -}}
{%- endmacro %}

{% macro likeness(name, other) -%}
    {%- set pairs, others = sms_analytics.letter_pairs(name), sms_analytics.letter_pairs(other) -%}
    {%- set left, shared = {}, [] -%}
    {%- for pair in others -%}{%- do left.update({pair: left.get(pair, 0) + 1}) -%}{%- endfor -%}
    {%- for pair in pairs if left.get(pair, 0) > 0 -%}
        {%- do left.update({pair: left[pair] - 1}) -%}
        {%- do shared.append(pair) -%}
    {%- endfor -%}
    {{- return(2 * (shared | length) / ((pairs + others) | length)) -}}
{%- endmacro %}

{#- The pairs of adjacent letters and digits in a name, including its ends, without case and separators. -#}
{% macro letter_pairs(name) -%}
    {%- set letters = ' ' ~ modules.re.sub('[\\W_]+', '', name | string | lower) ~ ' ' -%}
    {%- set pairs = [] -%}
    {%- for at in range(letters | length - 1) -%}{%- do pairs.append(letters[at:at + 2]) -%}{%- endfor -%}
    {{- return(pairs) -}}
{%- endmacro %}
