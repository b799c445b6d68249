select
    kpis.campaign_id,
    kpis.messages_sent,
    kpis.messages_carrier_blocked,
    kpis.messages_failed,
    own.message_id
from {{ ref('sms_analytics', 'kpi_campaigns') }} as kpis
cross join {{ ref('stg_messages') }} as own
