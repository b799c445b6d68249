-- Phone numbers, addresses and texts are found in ids; other ids are left as they are.
-- Returns the wrong cases.
with cases (given, in_ids, in_ids_of_people) as (

    values
    -- Ids of shops and vendors.
    ('m00201', false, false),
    ('15551000001', false, false),
    ('0012345678', false, false),
    ('111-2345678-1234567', false, false),
    ('2026-03-00017', false, false),
    ('4f9c1b2e-1d3c-4a5b-8c7d-00e112345678', false, false),
    ('SM0049171234567890', false, false),
    ('10.0.0.1', false, false),
    ('1.2345678', false, false),
    ('12 345', false, true),
    ('Spring sale', false, true),
    ('a b c d', false, true),
    ('ann_smith', false, false),
    -- Phone numbers.
    ('+49 171 2345678', true, true),
    ('+491712345678', true, true),
    ('0049 171 2345678', true, true),
    ('0049-171-2345678', true, true),
    ('0171/2345678', true, true),
    ('0171 2345678', true, true),
    ('(0171) 2345678', true, true),
    ('(555) 765-4321', true, true),
    ('555-765-4321', true, true),
    ('555.765.4321', true, true),
    ('call 0049 (171) 234 5678', true, true),
    ('tel:+15557654321', true, true),
    -- With U+2011, U+2013, a no-break space, in full width.
    ('555‑765‑4321', true, true),
    ('0049‑171‑2345678', true, true),
    ('0171–2345678', true, true),
    ('0171 2345678', true, true),
    ('＋４９１７１２３４５６７８', true, true),
    ('＋491712345678', true, true),
    -- Addresses and texts.
    ('ann@example.com', true, true),
    ('Ann Smith', false, true),
    ('please call my sister back', true, true)

),

found as (

    select
        given,
        in_ids,
        in_ids_of_people,
        {{ sms_analytics.is_personal('given') }} as is_found,
        {{ sms_analytics.is_personal('given', names_people=true) }} as is_found_of_people
    from cases

)

select *
from found
where is_found <> in_ids or is_found_of_people <> in_ids_of_people
