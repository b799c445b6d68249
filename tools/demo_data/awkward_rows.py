"""Helpers for awkward rows: columns that are not awkward have defaults."""

from datetime import datetime, timedelta

VENDOR = {"harbor_us": "twilio", "harbor_eu": "klaviyo", "larkfield": "telnyx"}
SENDER = {"harbor_us": "55501", "harbor_eu": "+494066969190", "larkfield": "+15125550190"}
CAMPAIGN = {
    "harbor_us": ("c_us_weekly", "t_us_weekly_08"),
    "harbor_eu": ("c_eu_vip", "t_eu_vip_2"),
    "larkfield": ("c_b2b_outreach", "t_b2b_out_1"),
}
WEEKLY = {"2026-04-30": "t_us_weekly_07", "2026-05-28": "t_us_weekly_09", "2026-06-11": "t_us_weekly_10"}


def later(at, **span):
    """A later time, as text."""
    return str(datetime.fromisoformat(at) + timedelta(**span))


def row(table, account, loaded_at, columns, source=None):
    """(table, row) with the envelope columns."""
    return table, {
        **columns,
        "account_id": account,
        "loaded_at": loaded_at,
        "source_system": source or VENDOR[account],
    }


def _arrival(at, columns):
    """The row's load time, else thirty seconds after the event."""
    if "loaded_at" in columns:
        return columns.pop("loaded_at")
    return later(at[:19], seconds=30)


def contact(
    contact_id, phone=None, account="harbor_us", created_at="2025-11-04 15:00:00", merged_into=None, **columns
):
    """A contact, and a row for its phone if given."""
    name = contact_id.replace("_", ".")
    values = {
        "contact_id": contact_id,
        "merged_into_contact_id": merged_into,
        "created_at": created_at,
        "email": f"{name}@example.org",
        "lifecycle_stage": "subscriber",
        "region": "US-NY",
        "country": "US",
        "time_zone": "America/New_York",
        **columns,
    }
    rows = [row("contacts", account, later(created_at, minutes=5), values, "hubspot")]
    if phone:
        rows.append(owns(contact_id, phone, created_at, account=account))
    return rows


def owns(contact_id, phone, valid_from, valid_to=None, account="harbor_us"):
    return row(
        "contact_phones",
        account,
        later(valid_to or valid_from, minutes=5),
        {
            "contact_id": contact_id,
            "phone_e164": phone,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "is_primary": "true",
            "line_type": "mobile",
            "carrier_name": "Bluebell Mobile",
        },
        "hubspot",
    )


def sent(message_id, contact_id, phone, at, account="harbor_us", **columns):
    """A campaign message, delivered by default."""
    campaign_id, template_id = CAMPAIGN[account]
    template_id = WEEKLY.get(at[:10], template_id) if account == "harbor_us" else template_id
    values = {
        "message_id": message_id,
        "direction": "outbound",
        "channel": "sms",
        "send_origin": "campaign_blast",
        "contact_id": contact_id,
        "contact_phone_e164": phone,
        "sender_phone": SENDER[account],
        "campaign_id": campaign_id,
        "template_id": template_id,
        "body": "Weekly trail deals: 10% off everything. STOP to end",
        "num_segments": "1",
        "created_at": at,
        "sent_at": at,
        "current_status": "delivered",
        "current_status_at": later(at[:19], seconds=4),
        **columns,
    }
    return row("messages", account, _arrival(at, values), values)


def heard(message_id, contact_id, phone, at, body, account="harbor_us", **columns):
    """An inbound message."""
    values = {
        "message_id": message_id,
        "direction": "inbound",
        "channel": "sms",
        "send_origin": "unknown",
        "contact_id": contact_id,
        "contact_phone_e164": phone,
        "sender_phone": SENDER[account],
        "body": body,
        "created_at": at,
        **columns,
    }
    return row("messages", account, _arrival(at, values), values)


def status(event_id, message_id, word, at, account="harbor_us", **columns):
    """A delivery receipt."""
    values = {
        "status_event_id": event_id,
        "message_id": message_id,
        "status": word,
        "status_raw": word,
        "occurred_at": at,
        **columns,
    }
    return row("message_status_events", account, _arrival(at, values), values)


def consented(event_id, contact_id, phone, action, at, method="keyword", account="harbor_us", **columns):
    values = {
        "consent_event_id": event_id,
        "contact_id": contact_id,
        "contact_phone_e164": phone,
        "consent_action": action,
        "method": method,
        "occurred_at": at,
        **columns,
    }
    return row("consent_events", account, _arrival(at, values), values)


def clicked(click_id, at, account="harbor_us", **columns):
    values = {"click_id": click_id, "clicked_at": at, **columns}
    return row("click_events", account, _arrival(at, values), values)


def converted(conversion_id, at, kind="purchase", account="harbor_us", source="shopify", **columns):
    values = {
        "conversion_id": conversion_id,
        "conversion_type": kind,
        "conversion_class": "primary",
        "occurred_at": at,
        "tracking_method": "server",
        **columns,
    }
    return row("conversions", account, _arrival(at, values), values, source)


def adjusted(
    adjustment_id, conversion_id, amount, at, currency="USD", kind="refund", account="harbor_us", **columns
):
    values = {
        "adjustment_id": adjustment_id,
        "conversion_id": conversion_id,
        "adjustment_type": kind,
        "amount": amount,
        "currency": currency,
        "occurred_at": at,
        **columns,
    }
    return row("conversion_adjustments", account, _arrival(at, values), values, "shopify")


def called(call_id, phone, at, account="larkfield", **columns):
    values = {
        "call_id": call_id,
        "direction": "outbound",
        "contact_phone_e164": phone,
        "agent_id": "u_riley",
        "started_at": at,
        "answered_at": later(at, seconds=9),
        "status": "completed",
        "answered_by": "human",
        **columns,
    }
    return row("calls", account, _arrival(at, values), values, "aircall")
