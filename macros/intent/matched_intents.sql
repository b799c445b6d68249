{#-
    What the rules of `intent_rules` make of texts. A rule is tried on texts that have one of its `words`, by an equality join, because
    engines compile a regular expression from a column anew for each row. Returns, for each text that a rule matches, `key`, the category
    and tier of the winning rule (lowest priority, then longest pattern, then its bytes), and whether a rule of the category reschedule
    matches as well, unless a rule of `other` wins: that one says that the text is not what it looks like.
-#}
{% macro matched_intents(relation, key, text) -%}
    with texts as (

        {{ sms_analytics.intent_words(relation, key, text) | indent(8) }}

    ),

    rules as (

        select
            pattern,
            words,
            priority,
            intent_category,
            intent_tier
        from {{ ref('intent_rules') }}

    ),

    rule_words as (

        {{ sms_analytics.split_words('rules', 'words', ['pattern']) | indent(8) }}

    ),

    -- People repeat themselves: each text once.
    different_texts as (

        select distinct words
        from texts

    ),

    text_words as (

        {{ sms_analytics.split_words('different_texts', 'words') | indent(8) }}

    ),

    candidates as (

        select distinct
            text_words.words,
            rule_words.pattern
        from text_words
        inner join rule_words
            on text_words.word = rule_words.word

    ),

    matches as (

        select
            candidates.words,
            rules.intent_category,
            rules.intent_tier,
            row_number() over (
                partition by candidates.words
                order by rules.priority, length(rules.pattern) desc, {{ sms_analytics.binary_order('rules.pattern') }}
            ) as preference,
            max(case when rules.intent_category = 'reschedule' then 1 else 0 end) over (
                partition by candidates.words
            ) as reschedules
        from candidates
        inner join rules
            on candidates.pattern = rules.pattern
        where {{ sms_analytics.contains_phrase('candidates.words', 'rules.pattern') }}

    )

    select
        texts.{{ key }},
        matches.intent_category,
        matches.intent_tier,
        matches.reschedules = 1 and matches.intent_category <> 'other' as is_reschedule
    from texts
    inner join matches
        on texts.words = matches.words and matches.preference = 1
{%- endmacro %}
