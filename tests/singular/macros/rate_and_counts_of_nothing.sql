-- A rate with denominator 0 is NULL and not 0, contacts count once, and unknown is not 0. Returns the wrong groups.
with cases (group_name, contact_id, is_meant, amount) as (

    values
    ('all_known', 'k1', true, 1),
    ('all_known', 'k1', true, 2),
    ('all_known', 'k2', true, 3),
    ('all_known', 'k3', false, 9),
    -- A NULL condition does not hold, and a row without a contact counts no contact.
    ('all_known', 'k4', null, 9),
    ('all_known', null, true, 4),
    ('partly_known', 'k1', true, null),
    ('partly_known', 'k1', true, 5),
    ('unknown', 'k1', true, null),
    ('unknown', 'k1', false, 7),
    ('nothing', 'k1', false, 7)

),

expectations (group_name, row_count, contact_count, amount, rows_per_contact) as (

    values
    ('all_known', 4, 2, 10, 2.0),
    ('partly_known', 2, 1, 5, 2.0),
    ('unknown', 1, 1, null, 1.0),
    ('nothing', 0, 0, 0, null)

),

counted as (

    select
        group_name,
        {{ sms_analytics.count_rows('is_meant') }} as row_count,
        {{ sms_analytics.count_contacts('is_meant') }} as contact_count,
        {{ sms_analytics.count_contacts('is_meant', 'amount') }} as amount_count,
        {{ sms_analytics.sum_known('amount', 'is_meant') }} as amount
    from cases
    group by group_name

),

rated as (

    select
        *,
        {{ sms_analytics.rate('row_count', 'contact_count') }} as rows_per_contact,
        -- No integer division.
        {{ sms_analytics.rate('1', 'row_count') }} as share
    from counted

)

select
    rated.*,
    expectations.row_count as expected_row_count,
    expectations.contact_count as expected_contact_count,
    expectations.amount as expected_amount,
    expectations.rows_per_contact as expected_rows_per_contact
from rated
full outer join expectations
    on rated.group_name = expectations.group_name
where
    rated.row_count is distinct from expectations.row_count
    or rated.contact_count is distinct from expectations.contact_count
    or rated.amount is distinct from expectations.amount
    or rated.rows_per_contact is distinct from expectations.rows_per_contact
    or (rated.group_name = 'all_known' and (rated.amount_count <> 4 or rated.share <> 0.25))
    or (rated.group_name = 'nothing' and rated.share is not null)
