{#-
    The figures of kpi_variants: the answer (of campaign_answers()) that a contact gave or did not give, the contacts it can come from
    (reached, delivered, or delivered_with_link), and the KPI whose tables it needs. A response is none of those answers.
-#}
{% macro variant_figures() -%}
    {{- return([
        {'name': 'reply', 'answer': 'first_reply_at', 'of': 'reached', 'kpi': 'contacts_replied'},
        {'name': 'engaged', 'answer': 'first_engaged_at', 'of': 'reached', 'kpi': 'contacts_engaged'},
        {'name': 'click', 'answer': 'first_clicked_at', 'of': 'delivered_with_link', 'kpi': 'contacts_clicked'},
        {'name': 'response', 'of': 'delivered', 'kpi': 'contacts_responded'},
        {'name': 'conversion', 'answer': 'first_conversion_at', 'of': 'delivered', 'kpi': 'contacts_converted'},
        {'name': 'opt_out', 'answer': 'opted_out_at', 'of': 'reached', 'kpi': 'contacts_opted_out', 'fewer_is_better': true},
    ]) -}}
{%- endmacro %}

{#- Whether the raw tables that a KPI needs are known, as a SQL condition on int_raw_tables. -#}
{% macro is_kpi_known(name) -%}
    {%- set kpi = sms_analytics.kpi_dictionary() | selectattr('name', 'equalto', name) | first -%}
    {%- set conditions = ['true'] -%}
    {%- for table in ([kpi.needs] if kpi.needs is string else kpi.get('needs', [])) -%}
        {%- do conditions.append('raw_tables.has_' ~ table) -%}
    {%- endfor -%}
    {{- conditions | join(' and ') -}}
{%- endmacro %}

{#- One row per arm and figure: n and with_outcome, NULL where the raw tables are not known that tell. -#}
{% macro variant_figure_rows(arms) -%}
    {%- for figure in sms_analytics.variant_figures() %}
    select
        arms.campaign_id,
        arms.ab_variant,
        '{{ figure.name }}' as figure,
        {{ figure.get('fewer_is_better', false) | lower }} as fewer_is_better,
        case
            when {{ sms_analytics.is_kpi_known('contacts_' ~ figure.of) }} then arms.contacts_{{ figure.of }}
        end as n,
        case
            when {{ sms_analytics.is_kpi_known(figure.kpi) }} and arms.contacts_{{ figure.of }} is not null
                then arms.{{ figure.name }}_with_outcome
        end as with_outcome
    from {{ arms }} as arms
    cross join {{ ref('int_raw_tables') }} as raw_tables
    {{- '\n\n    union all\n' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#-
    Whether the contacts of each figure are divided among the variants as planned; where experiment_shares names no variant of the campaign,
    in equal parts. `figures` is a CTE with campaign_id, figure, ab_variant and n. Its arms holdout and treated are those of kpi_holdouts.
-#}
{% macro variant_sample_ratios(figures) -%}
    with planned as (

        select distinct
            figures.campaign_id,
            figures.figure,
            shares.arm as ab_variant,
            shares.share
        from {{ figures }} as figures
        inner join {{ ref('experiment_shares') }} as shares
            on figures.campaign_id = shares.campaign_id
        where shares.arm not in ('holdout', 'treated')

    ),

    -- A planned arm that nobody was in counts, too.
    arms as (

        select
            coalesce(figures.campaign_id, planned.campaign_id) as campaign_id,
            coalesce(figures.figure, planned.figure) as figure,
            case when figures.campaign_id is null then 0 else figures.n end as n,
            planned.share
        from {{ figures }} as figures
        full outer join planned
            on
                figures.campaign_id = planned.campaign_id
                and figures.figure = planned.figure
                and figures.ab_variant = planned.ab_variant

    ),

    planned_arms as (

        select
            campaign_id,
            figure,
            n,
            case when count(share) over (partition by campaign_id, figure) = 0 then 1 else share end as share
        from arms

    )

    {{ sms_analytics.sample_ratio_p_values('planned_arms', ['campaign_id', 'figure']) }}
{%- endmacro %}

{#- One row per arm, with the compared columns of each figure after its name. The control, compared with nothing, has no sample ratio. -#}
{% macro variant_columns(compared, sample_ratios) -%}
    select
        {%- for figure in sms_analytics.variant_figures() %}
        {%- for column in sms_analytics.compared_columns() %}
        {%- set value = 'compared.' ~ column -%}
        {%- set condition = "compared.figure = '" ~ figure.name ~ "'" -%}
        {%- if column == 'sample_ratio_p_value' -%}
            {%- set value, condition = 'sample_ratios.' ~ column, condition ~ ' and not compared.is_control' -%}
        {%- endif %}
        max(case when {{ condition }} then {{ value }} end) as {{ figure.name }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        compared.campaign_id,
        compared.ab_variant
    from {{ compared }} as compared
    left join {{ sample_ratios }} as sample_ratios
        on compared.campaign_id = sample_ratios.campaign_id and compared.figure = sample_ratios.figure
    group by compared.campaign_id, compared.ab_variant
{%- endmacro %}
