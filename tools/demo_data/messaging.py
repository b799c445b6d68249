"""Outbound messages: whether they are sent, their fate at the carrier, and their receipts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from . import engagement, wording
from .campaign_types import Campaign, Template
from .campaigns import destination
from .people import Contact

# vendor -> code -> weight, for failures that can hit any contact
CODES = {
    "twilio": {
        "30003": 40,
        "30005": 16,
        "30006": 9,
        "30007": 9,
        "30008": 14,
        "30034": 3,
        "30032": 2,
        "21610": 3,
        "30004": 3,
        "30001": 2,
        "30036": 1,
    },
    "telnyx": {"40002": 16, "40003": 6, "40300": 5, "40001": 18, "40008": 30, "40005": 5},
    "klaviyo": {
        "Device Unreachable": 40,
        "Device Disconnected": 16,
        "Carrier Violation": 14,
        "Device Incapable": 8,
        "Message Blocked": 7,
    },
}
LANDLINE = {"twilio": "30006", "telnyx": "40001", "klaviyo": "Device Incapable"}
BLOCKED = {"30007": 80, "30034": 8, "30032": 7, "30033": 5}
BLOCKED_STATUS_RAW = {
    "twilio": "undelivered",
    "telnyx": "delivery_failed",
    "klaviyo": "Failed to Deliver SMS",
}
DELIVERED_STATUS_RAW = {"twilio": "delivered", "telnyx": "delivered", "klaviyo": "Received SMS"}
SENT_STATUS_RAW = {"twilio": "sent", "telnyx": "sent", "klaviyo": "Sent SMS"}
RECEIPT_DELAY = [(0, 1), (0.6, 6), (0.9, 25), (0.98, 300), (0.998, 5400), (1, 40000)]
LATE_RECEIPT = [(0, 3600), (0.6, 14400), (0.9, 90000), (1, 260000)]

BURNT_SINCE, FILTERED = datetime(2026, 5, 11), 0.75  # share of what a worn-out number sends that carriers filter
UNHEEDED = 0.04  # share of weekly sends that ignore an opt-out, because that list is synchronized only monthly
SMS_PRICE, MMS_PRICE = Decimal("0.0079"), Decimal("0.0200")


@dataclass
class Message:
    """What later steps need to know about a sent message."""

    message_id: str
    contact: Contact
    at: datetime
    sender: str
    campaign: Campaign = None
    template: Template = None
    status: str = "sent"
    link_id: str = None
    step: int = None


def send(world, at, contact, campaign, template, **words):
    """One planned campaign send: skipped with a reason, or sent, with everything that follows."""
    dice = world.dice(f"send {campaign.campaign_id}")
    left = contact.exits.get(campaign.campaign_id)
    if left and left[0] <= at:
        return None
    if not contact.may_be_texted(at):
        if campaign.campaign_id != "c_us_weekly" or not dice.chance(UNHEEDED):
            return skip(world, at, contact, campaign, "opted_out")
    elif contact.line_type == "landline" and dice.chance(0.35):
        return skip(world, at, contact, campaign, "landline")
    elif dice.chance(0.006):
        return skip(
            world, at, contact, campaign, dice.weighted({"frequency_cap": 4, "quiet_hours": 2, "overlap": 1})
        )
    message_id = world.new_id("m", 5)
    link_id, url = _link(world, dice, at, message_id, campaign, template)
    words = {"rep": contact.owner[2:].title() if contact.owner else "Riley", **words}
    body = wording.fill(
        dice, template.body, first=contact.first, link=url, order=f"H{message_id[1:]}", **words
    )
    message = write(
        world,
        at,
        contact,
        body=body,
        origin=campaign.origin,
        sender=campaign.sender,
        campaign=campaign,
        template=template,
        message_id=message_id,
        media=template.media,
        channel=campaign.channel,
    )
    message.link_id = link_id
    engagement.react(world, message)
    return message


def skip(world, at, contact, campaign, reason):
    """Record why a planned send was skipped; the platform reports most skips, not all."""
    if world.dice(f"skips in {contact.account.account_id}").chance(0.6):
        world.add(
            "send_decisions",
            contact.account,
            at,
            decision_id=world.new_id("x"),
            contact_id=contact.contact_id,
            campaign_id=campaign.campaign_id,
            decided_at=at,
            reason=reason,
            decision="deferred" if reason in ("quiet_hours", "frequency_cap") else "skipped",
        )


def _link(world, dice, at, message_id, campaign, template):
    """The link in this message: (id or None, short URL)."""
    if template.link == "message":
        link_id = f"l_{message_id}"
        world.add(
            "links",
            campaign.account,
            at,
            link_id=link_id,
            message_id=message_id,
            short_url=f"https://go.example.com/{message_id}",
            destination_url=destination(campaign, template),
            link_purpose=template.purpose,
        )
        return link_id, f"go.example.com/{message_id}"
    if template.link == "template":
        return "l_" + template.template_id[2:], f"go.example.com/{template.template_id[2:]}"
    if template.link == "campaign":
        return "l_" + campaign.campaign_id[2:], f"go.example.com/{campaign.campaign_id[2:]}"
    return None, None


def write(
    world,
    at,
    contact,
    *,
    body,
    origin,
    sender,
    campaign=None,
    template=None,
    message_id=None,
    user=None,
    conversation=None,
    media=0,
    channel="sms",
    purpose=None,
    carried_campaign=None,
):
    """Write an outbound message and its receipts; return the message."""
    account = contact.account
    dice = world.dice(f"carrier {account.account_id}")
    message_id = message_id or world.new_id("m", 5)
    status, code = _fate(dice, contact, template)
    sent_at = at + dice.seconds(0, 3)
    row = {
        "message_id": message_id,
        "direction": "outbound",
        "channel": channel,
        "send_origin": origin,
        "message_purpose": purpose or (campaign.purpose if campaign else None),
        "contact_id": contact.contact_id,
        "contact_phone_e164": contact.phone,
        "sender_phone": sender,
        "campaign_id": campaign.campaign_id if campaign else carried_campaign,
        "template_id": template.template_id if template else None,
        "body": body,
        "created_at": at,
        "sent_at": sent_at if account.vendor != "klaviyo" else None,
        "sent_by_user_id": user,
        "conversation_id": conversation,
        "num_media": media or None,
    }
    if template and account.vendor == "telnyx":  # other vendors give step and variant only on the template
        row.update(step_number=template.step, ab_variant=template.variant)
    _vendor_columns(dice, row, account.vendor, body, media, campaign)
    if (
        user or origin == "compliance_auto_reply"
    ):  # these have no receipts; the message has the last status
        row.update(
            current_status=status, error_code=code, current_status_at=sent_at + dice.delay(RECEIPT_DELAY)
        )
    elif dice.chance(0.05):  # lost receipts; the message has the status
        row.update(
            current_status=status,
            error_code=code,
            current_status_at=sent_at + dice.delay(RECEIPT_DELAY) if dice.chance(0.8) else None,
        )
    else:
        _receipts(world, dice, account, message_id, sent_at, status, code, channel)
        if dice.chance(0.1):
            row["current_status"] = "sent"
            row["current_status_at"] = sent_at if account.vendor == "twilio" else None
    world.add("messages", account, max(at, row.get("current_status_at") or at), **row)
    return Message(
        message_id,
        contact,
        sent_at if row["sent_at"] else at,
        sender,
        campaign,
        template,
        status,
        step=template.step if template else None,
    )


def _vendor_columns(dice, row, vendor, body, media, campaign):
    """The vendor's further columns: segment counts, encoding, prices."""
    if vendor == "klaviyo":
        return
    row["num_segments"] = wording.segments(body)
    if vendor == "twilio":
        if dice.chance(0.05):  # queued at extraction, not counted yet
            row["num_segments"] = 0
        if not (campaign and campaign.campaign_id == "c_us_orders" and dice.chance(0.12)):
            parts = wording.segments(body)
            row.update(price_amount=MMS_PRICE if media else SMS_PRICE * parts, price_currency="USD")
    elif dice.chance(0.15):
        row.update(num_segments=None, encoding=wording.encoding(body))


def _fate(dice, contact, template):
    """(final status, vendor code) of a message; landlines nearly always fail."""
    vendor = contact.account.vendor
    if template and template.blocked and dice.chance(template.blocked):
        return "undelivered", dice.weighted(BLOCKED)
    if contact.line_type == "landline" and dice.chance(0.93):
        return "failed", LANDLINE[vendor]
    if dice.chance(0.028):
        code = None if dice.chance(0.04) else dice.weighted(CODES[vendor])
        return ("failed" if code in ("21610", "40300") else "undelivered"), code
    return ("sent" if dice.chance(0.012) else "delivered"), None


def _receipts(world, dice, account, message_id, sent_at, status, code, channel):
    """The final receipt, often with a sent receipt before it; some come late or out of order."""
    vendor = account.vendor
    share_of_hand_offs = {"twilio": 0.25, "telnyx": 0.15, "klaviyo": 0.05}[vendor]
    if status == "sent" or dice.chance(share_of_hand_offs):
        receipt(world, account, message_id, "sent", SENT_STATUS_RAW[vendor], sent_at)
    if status == "sent":
        return
    at = sent_at + dice.delay(RECEIPT_DELAY)
    if vendor == "telnyx":
        at = at.replace(microsecond=dice.randint(1, 999) * 1000)
    raw = DELIVERED_STATUS_RAW[vendor] if status == "delivered" else BLOCKED_STATUS_RAW[vendor]
    late = dice.delay(LATE_RECEIPT) if dice.chance(0.012) else None
    receipt(world, account, message_id, status, raw, at, code, late)
    if channel == "whatsapp" and dice.chance(0.7):
        receipt(world, account, message_id, "read", "read", at + dice.minutes(1, 200))


def receipt(world, account, message_id, status, raw, at, code=None, late=None):
    world.add(
        "message_status_events",
        account,
        at,
        late=late,
        status_event_id=world.new_id("e", 5),
        message_id=message_id,
        status=status,
        status_raw=raw,
        error_code=code,
        occurred_at=at,
    )


def wear_out(world, sender):
    """From BURNT_SINCE on carriers filter most of what a number sends, but for messages to people who did something with one."""
    dice = world.dice("burnt number")
    active = {row["contact_phone_e164"] for row in world.find("messages", direction="inbound", sender_phone=sender)}
    active |= {row.get(name) for row in world.rows["click_events"] for name in ("contact_id", "contact_phone_e164", "message_id")}
    filtered = {
        row["message_id"]
        for row in world.find("messages", direction="outbound", sender_phone=sender)
        if row["created_at"] >= BURNT_SINCE
        and not {row["contact_phone_e164"], row["contact_id"], row["message_id"]} & active
        and dice.chance(FILTERED)
    }
    for row in world.rows["messages"]:
        if row["message_id"] in filtered and row.get("current_status") == "delivered":
            row.update(current_status="undelivered", error_code="30007")
    for row in world.rows["message_status_events"]:
        if row["message_id"] in filtered and row["status"] == "delivered":
            row.update(status="undelivered", status_raw=BLOCKED_STATUS_RAW[row["source_system"]], error_code="30007")


def auto_reply(world, at, contact, body, origin, sender, campaign=None, template=None):
    """An automatic answer to a keyword, STOP or HELP; an answer to STOP has no campaign."""
    return write(
        world,
        at + timedelta(seconds=1),
        contact,
        body=body,
        origin=origin,
        sender=sender,
        campaign=campaign,
        template=template,
        purpose="informational",
    )
