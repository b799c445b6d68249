{#-
    The number of parts a text is sent in: one of up to 160 places in GSM-7 (70 in UCS-2), or several of up to 153 (67);
    a header for reassembly takes the rest of each part. NULL for NULL; a blank text is one part.

    Most texts match the first or the third case. The others contain two-place characters.
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
    A two-place character that would cross the end of a part starts the next part and leaves a place empty. So the number
    of parts of a long text does not follow from its length; the text has to be cut.

    A regular expression cuts it. Each two-place character is first replaced with the two characters 😀-, so that the
    length of the text is its number of places. A part is then the longest run of at most `part` characters that does not
    end in 😀; matches are adjacent, so none begins between 😀 and its dash either. Every engine takes the longest match of
    this pattern, whether greedy (DuckDB, Spark) or by rule (Postgres), so the number of matches is the number of parts.
    A 😀 in the text itself does not interfere: it is not in GSM-7, and in UCS-2 it is one of the replaced characters.

    Each part but the last holds `part` places or one less. If both give the same number of parts, nothing needs cutting,
    which is nearly always the case.
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
