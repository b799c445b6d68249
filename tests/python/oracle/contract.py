"""The raw tables that the KPIs are made of, column by column, as the raw-event contract has them.

One line a column: name, flag (key, required, optional), type; of an enum its values, of a number the least it may be. Types of their
own: text is a string that is not trimmed, code a string that may end in .0, anytime and anyday may be of any year. A part of a key
that may be missing is key?.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    name: str
    flag: str
    type: str
    values: tuple = ()
    nullable: bool = False  # a part of a key that may be missing


ENVELOPE = """
account_id    optional string
loaded_at     required timestamp
source_system optional string
is_deleted    optional bool
"""

_TABLES = {
    "accounts": """
account_id         key      string
parent_account_id  optional string
account_name       optional text
account_type       optional enum admin sub_account standalone
time_zone          required string
reporting_currency required string
""",
    "campaigns": """
campaign_id                key      string
campaign_name              optional text
campaign_kind              required enum standard keyword flow manual
message_type               optional enum promotional transactional abandoned_cart welcome_series service conversational other
play_id                    optional string
play_version               optional string
keyword                    optional string
sender_phone               optional string
created_at                 required timestamp
launched_at                optional timestamp
ended_at                   optional anytime
status                     optional enum draft scheduled active paused ended canceled
utm_campaign               optional string
goal_event_type            optional string
response_window_minutes    optional int
response_actions           optional string
attribution_window_minutes optional int
is_test                    optional bool
""",
    "templates": """
template_id      key      string
campaign_id      optional string
template_name    optional text
template_version optional string
ab_variant       optional string
step_number      optional int
""",
    "campaign_memberships": """
campaign_id key      string
contact_id  key      string
enrolled_at key      anytime
variant     optional string
is_holdout  optional bool
exited_at   optional anytime
exit_reason optional enum completed opted_out replied rep_engaged stage_advanced converted removed error
""",
    "messages": """
message_id             key      string
direction              required enum outbound inbound
channel                required enum sms mms rcs whatsapp other
send_origin            required enum campaign_blast flow keyword_auto_reply compliance_auto_reply manual_inbox api unknown
message_purpose        optional enum marketing transactional informational conversational
contact_id             optional string
contact_phone_e164     required string
sender_phone           required string
campaign_id            optional string
template_id            optional string
step_number            optional int
ab_variant             optional string
body                   optional text
body_is_hashed         optional bool
encoding               optional enum gsm7 ucs2 unknown
num_segments           optional int
num_media              optional int
created_at             required timestamp
sent_at                optional timestamp
current_status         optional enum accepted scheduled queued sending sent delivered read undelivered failed canceled received
current_status_at      optional timestamp
error_code             optional code
price_amount           optional numeric
price_currency         optional string
sent_by_user_id        optional string
conversation_id        optional string
in_reply_to_message_id optional string
group_id               optional string
is_test                optional bool
""",
    "message_status_events": """
status_event_id key      string
message_id      required string
status          required enum accepted scheduled queued sending sent delivered read undelivered failed canceled received
status_raw      required string
error_code      optional code
occurred_at     required timestamp
""",
    "send_decisions": """
decision_id key      string
contact_id  required string
campaign_id optional string
decision    required enum sent skipped deferred
reason      optional enum quiet_hours frequency_cap opted_out no_consent suppressed rep_engaged stage_advanced overlap landline invalid_number holdout other
decided_at  required timestamp
""",
    "contacts": """
contact_id             key      string
merged_into_contact_id optional string
created_at             optional anytime
email                  optional string
external_customer_id   optional string
owner_id               optional string
lifecycle_stage        optional string
persona                optional string
customer_segment       optional string
intent_tier            optional string
region                 optional string
country                optional string
time_zone              optional string
is_test                optional bool
""",
    "contact_phones": """
contact_id   key      string
phone_e164   key      string
valid_from   key      anytime
valid_to     optional anytime
is_primary   optional bool
line_type    optional enum mobile landline fixed_voip non_fixed_voip toll_free unknown
carrier_name optional string
""",
    "contact_attribute_history": """
contact_id      key      string
attribute_name  key      string
changed_at      key      anytime
attribute_value optional string
change_source   optional string
""",
    "consent_events": """
consent_event_id   key      string
contact_id         optional string
contact_phone_e164 required string
sender_phone       optional string
consent_action     required enum opt_in opt_in_confirmed opt_out help ai_filtered complaint suppress unsuppress
method             required enum keyword free_text web_form import api agent carrier ai unknown
keyword            optional string
scope              optional enum account sender program all
message_id         optional string
campaign_id        optional string
occurred_at        required timestamp
""",
    "identity_links": """
identity_type  key      enum email phone customer_id anonymous_id device_id
identity_value key      string
contact_id     key      string
first_seen_at  required anytime
""",
    "links": """
link_id           key      string
message_id        optional string
campaign_id       optional string
template_id       optional string
short_url         optional string
destination_url   required string
link_purpose      optional enum product meeting form confirmation unsubscribe other
last_check_status optional int
last_checked_at   optional timestamp
""",
    "click_events": """
click_id           key      string
link_id            optional string
message_id         optional string
contact_id         optional string
contact_phone_e164 optional string
anonymous_id       optional string
clicked_at         required timestamp
landing_url        optional string
user_agent         optional string
http_method        optional string
ip_hash            optional string
is_datacenter_ip   optional bool
vendor_bot_flag    optional bool
device_type        optional string
click_count        optional int 0
""",
    "form_submissions": """
form_submission_id key      string
contact_id         optional string
email              optional string
phone_e164         optional string
form_id            required string
source_link_id     optional string
submitted_at       required timestamp
page_url           optional string
""",
    "leads": """
lead_id           key      string
contact_id        required string
created_at        required timestamp
source_channel    required enum sms call form web import other
source_message_id optional string
source_call_id    optional string
campaign_id       optional string
""",
    "meetings": """
meeting_id     key      string
contact_id     required string
owner_id       optional string
booked_at      required timestamp
starts_at      optional timestamp
outcome        optional enum scheduled completed rescheduled no_show canceled
source_link_id optional string
""",
    "conversions": """
conversion_id                   key      string
conversion_type                 required enum purchase lead_form demo_request trial_signup subscription consultation booking quote_request phone_call add_to_cart wishlist_add product_view pricing_view checkout_started other
conversion_class                required enum primary secondary engagement
business_key                    optional string
occurred_at                     required timestamp
contact_id                      optional string
email                           optional string
phone_e164                      optional string
external_customer_id            optional string
anonymous_id                    optional string
revenue_amount                  optional numeric
currency                        optional string
landing_url                     optional string
promo_code                      optional string
platform_attributed_campaign_id optional string
tracking_method                 optional enum server client platform_reported import
is_test                         optional bool
""",
    "conversion_adjustments": """
adjustment_id   key      string
conversion_id   required string
adjustment_type required enum refund cancel chargeback
amount          required numeric
currency        required string
occurred_at     required timestamp
""",
    "touchpoints": """
touchpoint_id key      string
contact_id    optional string
anonymous_id  optional string
channel       required string
touch_type    required enum click session view open
occurred_at   required timestamp
utm_source    optional string
utm_medium    optional string
utm_campaign  optional string
""",
    "campaign_costs": """
cost_id      key      string
campaign_id  optional string
channel      optional string
cost_type    required enum platform_fee message carrier_fee creative other
amount       required numeric
currency     required string
period_start required date
period_end   required anyday
""",
    "fx_rates": """
rate_date     key      anyday
from_currency key      string
to_currency   key      string
rate          required numeric
""",
    "platform_reported_metrics": """
campaign_id  key      string
metric_name  key      string
period_start key      anyday
period_end   key      anyday
metric_value required numeric
""",
    "owners": """
owner_id  key      string
role      optional enum SDR AE CS other
team      optional string
time_zone optional string
""",
    "calls": """
call_id            key      string
parent_call_id     optional string
direction          required enum outbound inbound
contact_id         optional string
contact_phone_e164 required string
campaign_id        optional string
agent_id           optional string
started_at         required timestamp
answered_at        optional timestamp
duration_seconds   optional numeric
status             required enum completed busy no_answer failed canceled voicemail in_progress
answered_by        optional enum human machine fax unknown
tracking_number    optional string
is_test            optional bool
""",
    "call_outcomes": """
call_id      key      string
outcome_name key      string
recorded_at  required timestamp
""",
    "reply_classifications": """
message_id      key      string
classified_at   key      timestamp
intent_category required string
intent_tier     optional enum high medium low none
classifier      key?     string
confidence      optional numeric
""",
    "label_assignments": """
label_assignment_id key      string
contact_id          required string
campaign_id         optional string
label_name          required string
assigned_at         required timestamp
removed_at          optional anytime
""",
    "tasks": """
task_id           key      string
contact_id        required string
owner_id          optional string
created_at        required timestamp
due_at            optional anytime
completed_at      optional timestamp
escalated_at      optional timestamp
source_message_id optional string
""",
    "sales_engagements": """
engagement_id key      string
contact_id    required string
channel       required enum email_sequence call meeting linkedin manual_sms
started_at    required timestamp
ended_at      optional anytime
""",
    "deals": """
deal_id        key      string
created_at     required timestamp
pipeline_id    optional string
current_stage  optional string
amount         optional numeric
currency       optional string
closed_at      optional timestamp
is_won         optional bool
owner_id       optional string
source_call_id optional string
""",
    "deal_contacts": """
deal_id    key      string
contact_id key      string
""",
    "deal_stage_history": """
deal_id     key      string
stage_id    key      string
entered_at  key      timestamp
stage_order optional int
""",
}


def _columns(text):
    for line in text.strip().splitlines():
        name, flag, kind, *values = line.split()
        yield Column(name, flag.rstrip("?"), kind, tuple(values), flag.endswith("?"))


def _table(text):
    columns = list(_columns(text))
    own = {column.name for column in columns}
    # accounts.account_id is the key of its table; the envelope's column of that name is the same cell.
    return columns + [column for column in _columns(ENVELOPE) if column.name not in own]


TABLES = {name: _table(text) for name, text in _TABLES.items()}
