"""Opt-outs and AI filtering: to which campaign, through which message, when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from .messages import Message


@dataclass
class Event:
    """Something that happened with a contact and may belong to a campaign, and to one message of it."""

    id: str
    time: datetime
    account: str
    contact: str
    campaign: str | None
    message: Message | None


def read_opt_outs_and_ai_filters(inbound, live_consents, contacts, attribution, echo):
    """(opt-out events, AI-filter events that came before any opt-out of the contact in that campaign)."""
    by_id = {reply.id: reply for reply in inbound}
    opt_out_texts = defaultdict(list)  # (account, phone) -> times
    opt_outs = []
    for reply in inbound:
        if reply.kind == "opt_out":
            opt_out_texts[reply.account, reply.own.phone].append(reply.time)
            opt_outs.append(Event(reply.id, reply.time, reply.account, reply.contact, reply.campaign, reply.message))

    ai_filters = []
    for row in live_consents:
        action = row["consent_action"]
        if action not in ("opt_out", "ai_filtered"):
            continue
        account, phone, moment = row["account_id"], row["contact_phone_e164"], row["occurred_at"]
        contact = contacts.resolve(row["contact_id"], phone, account, moment)
        named = by_id.get(row["message_id"])
        if named is not None:
            if action == "opt_out" and named.kind == "opt_out":
                continue  # the same opt-out as the text it names
            campaign, message = named.campaign, named.message
        else:
            near = any(abs(moment - text) < echo for text in opt_out_texts[account, phone])
            if action == "opt_out" and near:
                continue  # the vendor's echo of the text
            if row["campaign_id"] is not None:
                campaign = row["campaign_id"]
                message = attribution.latest_of_campaign(campaign, contact, moment)
            else:
                message = attribution.by_window(account, contact, row["sender_phone"], moment)
                campaign = message.campaign if message else None
        events = opt_outs if action == "opt_out" else ai_filters
        events.append(Event(row["consent_event_id"], moment, account, contact, campaign, message))

    def pair(event):
        # What belongs to the account only is compared within the account.
        return (event.campaign, event.account if event.campaign is None else None, event.contact)

    first_opt_out = {}
    for event in opt_outs:
        first_opt_out[pair(event)] = min(event.time, first_opt_out.get(pair(event), event.time))
    counting = [
        event for event in ai_filters if pair(event) not in first_opt_out or event.time < first_opt_out[pair(event)]
    ]
    return opt_outs, counting
