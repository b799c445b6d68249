"""Messages: contact, final status, send time, failure class, segments, and what counts as a campaign message."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from .raw import kept
from .segments import count_segments
from .settings import OTHER_RANK, STATUS_RANKS

SENT_STATUSES = {"sent", "delivered", "read", "undelivered", "failed"}
ARRIVED = {"delivered", "read"}
NOT_ARRIVED = {"undelivered", "failed"}
AUTO_REPLY_ORIGINS = {"keyword_auto_reply", "compliance_auto_reply"}
MANUAL_ORIGIN = "manual_inbox"


@dataclass
class Message:
    """An outbound or inbound message; what is below `row` is worked out, for outbound ones only."""

    row: dict
    id: str
    account: str
    contact: str
    campaign: str | None
    created_at: datetime
    is_outbound: bool
    is_test: bool
    events: list = field(default_factory=list)
    final_status: str | None = None
    sent_at: datetime | None = None
    failure_class: str | None = None
    error_code: str | None = None
    segments: int | None = None
    template: str | None = None
    step: int | None = None
    variant: str | None = None
    is_sent: bool = False
    is_campaign: bool = False
    is_auto_reply: bool = False
    is_manual: bool = False
    is_first: bool = False
    has_read_receipt: bool = False
    counts_as_delivered: bool = False
    has_link: bool = False
    clicked_links: set = field(default_factory=set)  # where the links lead that were clicked; None for one that nobody knows

    @property
    def sender(self):
        return self.row["sender_phone"]

    @property
    def phone(self):
        return self.row["contact_phone_e164"]

    @property
    def arrived(self):
        return self.final_status in ARRIVED

    @property
    def did_not_arrive(self):
        return self.final_status in NOT_ARRIVED

    @property
    def has_readable_body(self):
        return self.row["body"] is not None and not self.row["body_is_hashed"]


def read_messages(tables, contacts, test_campaigns):
    """Every kept message with its contact, test ones included."""
    messages = {}
    for row in kept(tables, "messages"):
        contact = contacts.resolve(
            row["contact_id"],
            row["contact_phone_e164"],
            row["account_id"],
            row["created_at"],
        )
        messages[row["message_id"]] = Message(
            row=row,
            id=row["message_id"],
            account=row["account_id"],
            contact=contact,
            campaign=row["campaign_id"],
            created_at=row["created_at"],
            is_outbound=row["direction"] == "outbound",
            is_test=bool(row["is_test"]) or contacts.is_test(contact) or row["campaign_id"] in test_campaigns,
        )
    for event in kept(tables, "message_status_events"):
        messages[event["message_id"]].events.append(event)
    return messages


def _final_status(message):
    """(final status, vendor code of the latest event of its rank that has one); (None, None) where there is no status at all."""
    row = message.row
    claims = [  # (rank, time, real event before pseudo event, id), status, code
        (
            (STATUS_RANKS.get(event["status"], OTHER_RANK), event["occurred_at"], 1, event["status_event_id"]),
            event["status"],
            event["error_code"],
        )
        for event in message.events
    ]
    if row["current_status"] is not None:
        moment = row["current_status_at"] or row["loaded_at"]
        rank = STATUS_RANKS.get(row["current_status"], OTHER_RANK)
        claims.append(((rank, moment, 0, ""), row["current_status"], None))
    if not claims:
        return None, None
    claims.sort(key=lambda claim: claim[0], reverse=True)
    (winning_rank, *_), status, _ = claims[0]
    codes = (code for (rank, *_), _, code in claims if rank == winning_rank and code is not None)
    return status, next(codes, None)


def _send_time(message):
    row = message.row
    if row["sent_at"] is not None:
        return row["sent_at"]
    sent = [event["occurred_at"] for event in message.events if event["status"] == "sent"]
    if row["current_status"] == "sent" and row["current_status_at"] is not None:
        sent.append(row["current_status_at"])
    return min(sent) if sent else row["created_at"]


def _error_code(message, winning_code):
    code = winning_code if winning_code is not None else message.row["error_code"]
    return None if code is None else code.strip().casefold()


def _failure_class(message, failure_classes):
    return failure_classes.get(message.error_code, "unknown") if message.did_not_arrive else None


def _segments(row):
    if row["num_segments"]:  # neither missing nor 0
        return row["num_segments"]
    if row["body"] is None or row["body_is_hashed"]:
        return None
    return count_segments(row["body"])


def work_out_outbound(messages, tables, reference):
    """Fill in what is known of each outbound message that is not a test."""
    templates = {row["template_id"]: row for row in kept(tables, "templates")}
    outbound = [message for message in messages.values() if message.is_outbound and not message.is_test]

    for message in outbound:
        row = message.row
        message.final_status, code = _final_status(message)
        message.sent_at = _send_time(message)
        message.error_code = _error_code(message, code)
        message.failure_class = _failure_class(message, reference.failure_classes)
        message.segments = _segments(row)
        message.is_sent = message.final_status in SENT_STATUSES
        origin = row["send_origin"]
        message.is_auto_reply = message.is_sent and origin in AUTO_REPLY_ORIGINS
        message.is_manual = message.is_sent and origin == MANUAL_ORIGIN
        message.is_campaign = (
            message.is_sent
            and message.campaign is not None
            and origin not in AUTO_REPLY_ORIGINS
            and origin != MANUAL_ORIGIN
        )
        message.has_read_receipt = row["current_status"] == "read" or any(
            event["status"] == "read" for event in message.events
        )
        message.template = row["template_id"]
        template = templates.get(message.template)
        message.step = row["step_number"]
        message.variant = row["ab_variant"]
        if template is not None:
            if message.step is None:
                message.step = template["step_number"]
            if message.variant is None:
                message.variant = template["ab_variant"]

    # The first message of a campaign to a contact, and the order of those that tell no step.
    by_pair = defaultdict(list)
    for message in outbound:
        if message.is_campaign:
            by_pair[message.campaign, message.contact].append(message)
    for pair in by_pair.values():
        pair.sort(key=lambda message: (message.sent_at, message.id))
        pair[0].is_first = True
        for order, message in enumerate(pair, start=1):
            if message.step is None:
                message.step = order

    # In an account that gets no receipts, a sent message is all that can be known of a delivered one.
    with_receipts = {message.account for message in outbound if message.arrived or message.did_not_arrive}
    for message in outbound:
        message.counts_as_delivered = message.is_sent and (message.arrived or message.account not in with_receipts)
    return outbound
