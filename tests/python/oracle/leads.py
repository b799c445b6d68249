"""Leads: of which campaign, through which message, and which is the contact's first there."""

from dataclasses import dataclass
from datetime import datetime

from .messages import Message
from .raw import kept


@dataclass
class Lead:
    id: str
    time: datetime
    account: str
    contact: str
    campaign: str | None
    message: Message | None
    is_first: bool = False


def read_leads(tables, contacts, test_campaigns, inbound, attribution):
    """Every lead that is neither a test nor from a call."""
    replies = {reply.id: reply for reply in inbound}
    leads = []
    for row in kept(tables, "leads"):
        contact, account = contacts.survivor(row["contact_id"]), row["account_id"]
        if row["source_channel"] == "call" or contacts.is_test(contact) or row["campaign_id"] in test_campaigns:
            continue
        campaign = row["campaign_id"]
        reply = replies.get(row["source_message_id"])
        message = reply.message if reply else attribution.by_id.get(row["source_message_id"])
        if campaign is None and reply is not None:
            campaign = reply.campaign
        elif campaign is None and message is not None:
            campaign = message.campaign
        if message is not None and message.campaign != campaign:
            message = None
        if campaign is None and row["source_channel"] == "sms":
            message = attribution.by_window(account, contact, None, row["created_at"])
            campaign = message.campaign if message else None
        leads.append(Lead(row["lead_id"], row["created_at"], account, contact, campaign, message))

    seen = set()
    for lead in sorted(leads, key=lambda lead: (lead.time, lead.id)):
        if lead.campaign is not None:
            lead.is_first = (lead.campaign, lead.contact) not in seen
            seen.add((lead.campaign, lead.contact))
    return leads
