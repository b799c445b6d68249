-- Attributes beyond those of dim_contact_versions, such as a user's own.
select
    attributes.contact_id,
    attributes.attribute_name,
    attributes.valid_from,
    attributes.valid_to,
    attributes.attribute_value
from {{ ref('int_contact_attributes') }} as attributes
where
    attributes.attribute_name not in (
        {{ sms_analytics.quoted_list(sms_analytics.version_attributes() + ['signup_month']) }}
    )
