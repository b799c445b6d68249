{#-
    In how many parts a text is sent: one of up to 160 places in GSM-7 (70 in UCS-2), or several of up to 153 (67),
    the rest of each being the header that puts them together again. NULL for NULL; a blank text is one part.

    Most texts are decided by the first or the third case. The others hold characters of two places.
-#}
{% macro sms_segments(body) -%}
    {{- sms_analytics.require_expression('sms_segments', 'body', body) -}}
    {%- set text = "cast(" ~ body ~ " as " ~ dbt.type_string() ~ ")" -%}
    {%- set gsm7_one_place = sms_analytics.gsm7_one_place() -%}
    {%- set gsm7 = gsm7_one_place ~ sms_analytics.gsm7_two_places() -%}
    {%- set ucs2_one_place = sms_analytics.ucs2_one_place() -%}
    cast(
        case
            when {{ sms_analytics.matches_pattern(text, '[' ~ gsm7_one_place ~ ']*') }}
                then {{ sms_analytics.parts_of_one_place_each(text, 160, 153) }}
            when {{ sms_analytics.matches_pattern(text, '[' ~ gsm7 ~ ']*') }}
                then {{ sms_analytics.parts_with_two_places(text, gsm7_one_place, 160, 153) }}
            when {{ sms_analytics.matches_pattern(text, '[' ~ ucs2_one_place ~ ']*') }}
                then {{ sms_analytics.parts_of_one_place_each(text, 70, 67) }}
            when {{ text }} is not null
                then {{ sms_analytics.parts_with_two_places(text, ucs2_one_place, 70, 67) }}
        end as {{ dbt.type_bigint() }}
    )
{%- endmacro %}


{% macro parts_of_one_place_each(text, alone, part) -%}
    case
        when length({{ text }}) <= {{ alone }} then 1
        else ceil(length({{ text }}) / {{ part }}.0)
    end
{%- endmacro %}


{#-
    A character of two places that would lie across the end of a part opens the next one, and leaves a place empty. So
    the parts of a long text cannot be told from its length alone; they have to be cut.

    A regular expression cuts them. Each character of two places is first written as the two characters 😀-, which
    makes the length of the text its places. A part is then the longest run of at most `part` characters that does not
    end in 😀: as matches follow each other without a gap, none begins between 😀 and its dash either. Every engine
    takes the longest match of this pattern, be it greedy (DuckDB, Spark) or by rule (Postgres), so that the number of
    matches is the number of parts. No 😀 of the text itself is left to disturb: it is not GSM-7, and in UCS-2 it is
    one of those that are written anew.

    Each part but the last holds `part` places or one less. Where both readings give the same number, nothing needs
    cutting, which is nearly always.
-#}
{% macro parts_with_two_places(text, one_place, alone, part) -%}
    {%- set places = sms_analytics.replace_pattern(text, '[^' ~ one_place ~ ']', '😀-') -%}
    {%- set longest_part = '(?s).{0,' ~ (part - 1) ~ '}[^😀]' -%}
    case
        when length({{ places }}) <= {{ alone }} then 1
        when ceil(length({{ places }}) / {{ part }}.0) = ceil(length({{ places }}) / {{ part - 1 }}.0)
            then ceil(length({{ places }}) / {{ part }}.0)
        else length({{ sms_analytics.replace_pattern(places, longest_part, '-') }})
    end
{%- endmacro %}
