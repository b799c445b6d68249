-- Finds the intended name among the known ones; none if nothing is similar enough. Returns the wrong cases.
{%- set cases = [
    ('raw_sorce', ['raw_path', 'raw_source', 'raw_schema'], 'raw_source'),
    ('campain_id', ['contact_id', 'campaign_id'], 'campaign_id'),
    ('Campaign', ['campaigns', 'campaign_costs'], 'campaigns'),
    ('id of campaign', ['contact_id', 'campaign_id'], 'campaign_id'),
    ('contactId', ['contact_id', 'contacts'], 'contact_id'),
    ('TimeZone', ['time_zone'], 'time_zone'),
    ('raw_path', ['raw_path'], 'raw_path'),
    ('colour', ['raw_path', 'raw_source'], 'none'),
    ('', ['raw_path'], 'none'),
    ('raw_path', [], 'none'),
] %}
with cases (name, actual, expected) as (

    values
    {%- for name, names, expected in cases %}
    {%- set actual = sms_analytics.nearest_name(name, names) or 'none' %}
    (
        '{{ name }}',
        '{{ actual }}',
        '{{ expected }}'
    ){{ ',' if not loop.last }}
    {%- endfor %}

)

select * from cases
where actual <> expected
