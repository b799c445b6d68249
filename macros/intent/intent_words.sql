{#-
    A text as rules of intent read it: normalised_wording without apostrophes and accents, and with one word for what means the same, such
    as anyday for monday and tomorrow, so that one rule covers them all. Returns `key` and `words`; texts without a word are left out.
-#}
{% macro intent_words(relation, key, text) -%}
    {%- set signs = [] -%}
    {%- for word, spelled in sms_analytics.intent_signs().items() -%}
        {%- for sign in spelled -%}{%- do signs.append([sign, word]) -%}{%- endfor -%}
    {%- endfor -%}
    {#- Each word between two blanks of its own, so that neighbours are both replaced. -#}
    {%- set folded = namespace(words="' ' || replace(translate(normalised_text, 'áàâãäåéèêëíìîïóòôõöúùûüýñç', 'aaaaaaeeeeiiiiooooouuuuync'), ' ', '  ') || ' '") -%}
    {%- for word, spelled in sms_analytics.intent_synonyms().items() -%}
        {%- set pattern = ' (?:' ~ spelled | join('|') | replace(' ', '  ') ~ ') ' -%}
        {%- set folded.words = sms_analytics.replace_pattern(folded.words, pattern, ' ' ~ word ~ ' ') -%}
    {%- endfor -%}
    select
        {{ key }},
        trim(replace({{ folded.words }}, '  ', ' ')) as words
    from (
        select
            {{ key }},
            {{ sms_analytics.normalised_wording('marked_text') }} as normalised_text
        from (
            select
                {{ key }},
                {% for sign in signs %}replace({% endfor -%}
                translate({{ text }}, {{ sms_analytics.quoted(sms_analytics.apostrophes()) }}, '')
                {%- for sign, word in signs %}, '{{ sign }}', ' {{ word }} '){% endfor %} as marked_text
            from {{ relation }}
        ) as marked_texts
    ) as normalised_texts
    where normalised_text is not null
{%- endmacro %}

{#- Signs that carry meaning and that normalised_wording would drop, by the word that stands for them. -#}
{% macro intent_signs() -%}
    {{- return({
        'questionmark': ['?', '？'],
        'thumbsup': ['👍', '👌', '💯', '🙌'],
        'thumbsdown': ['👎'],
        'heart': ['❤', '♥', '😍', '🥰', '😘'],
        'money': ['$', '€', '£'],
    }) -}}
{%- endmacro %}

{#- Dropped, so that don't is dont. -#}
{% macro apostrophes() -%}
    {{- return("'’‘ʼ´`") -}}
{%- endmacro %}

{#- Words and spellings that mean the same to every rule, as regular expressions, by the word that stands for them. -#}
{% macro intent_synonyms() -%}
    {{- return({
        'anyday': [
            '(?:mon|tues|wednes|thurs|fri|satur|sun)days?', 'tues?', 'weds?', 'thu(?:rs?)?', 'fri', 'today', 'tonight',
            'tom+or+ow', 'tmr?w', 'tmro?', 'lunes', 'martes', 'miercoles', 'jueves', 'viernes', 'sabado', 'domingo', 'hoy', 'manana',
            'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche', 'demain',
            'montag', 'dienstag', 'mittwoch', 'donnerstag', 'freitag', 'samstag', 'sonntag', 'heute',
        ],
        'anytime': ['[0-9]{1,2}(?: [0-9]{2})? ?(?:[ap] ?m|uhr|oclock|h[0-9]{0,2})', '[0-9]{1,2} [0-9]{2}', 'noon', 'midday'],
        'please': ['pl+[sz]+', 'plse', 'pleas', 'plea+se+'],
        'you': ['u', 'yall'],
        'your': ['ur', 'youre'],
        'dont': ['do not', 'dnt', 'don t'],
        'cant': ['cannot', 'can not', 'can t'],
        'wont': ['will not'],
        'im': ['i am', 'i m'],
        'thanks': ['thank (?:you|u)', 'thankyou', 'thn?x', 't[hn]?ks', 'tysm', 'ty', 'cheers', 'thanx'],
        'appointment': ['app?t', 'app?ts', 'app?oint?ments?', 'appointmnet', 'apoint?ments?'],
        'texting': ['txting', 'texing', 'messaging', 'messeging', 'msging'],
        'texts': ['txts', 'msgs', 'messages', 'text messages', 'sms', 'messeges', 'mesages'],
        'stop': ['sto+p+', 'stp'],
        'unsubscribe': ['uns[a-z]{0,4}[cs]r?i?be?'],
    }) -}}
{%- endmacro %}
