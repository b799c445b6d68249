"""Clicks: on which message, and by a person or by a machine; which messages have a link."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from .messages import Message
from .raw import kept


@dataclass
class Click:
    id: str
    time: datetime
    account: str
    contact: str | None
    message: Message | None
    is_human: bool
    count: int
    anonymous_id: str | None = None

    @property
    def counts(self):
        """Only a person's click on a campaign message is in a KPI."""
        return self.is_human and self.message is not None and self.message.is_campaign

    @property
    def campaign(self):
        return self.message.campaign if self.message else None


def read_clicks(tables, messages, outbound, contacts, test_campaigns, reference, bot_click_delay):
    """Every click that is not a test."""
    links = {row["link_id"]: row for row in kept(tables, "links")}
    live_outbound = {message.id: message for message in outbound}
    campaign_messages = defaultdict(list)  # contact -> campaign messages
    for message in outbound:
        if message.is_campaign:
            campaign_messages[message.contact].append(message)

    clicks = []
    for row in kept(tables, "click_events"):
        account, moment = row["account_id"], row["clicked_at"]
        own_contact = contacts.resolve(row["contact_id"], row["contact_phone_e164"], account, moment)
        if own_contact is not None and contacts.is_test(own_contact):
            continue
        link = links.get(row["link_id"])
        message = None
        is_test = False
        for message_id in (row["message_id"], link["message_id"] if link else None):
            if message is None and message_id is not None:
                message = live_outbound.get(message_id)
                is_test = is_test or (message is None and message_id in messages and messages[message_id].is_test)
        if message is None and link is not None and link["campaign_id"] in test_campaigns:
            is_test = True
        if is_test:
            continue
        if message is None and link is not None:
            message = _latest_with_link(link, campaign_messages[own_contact], moment)

        agent = (row["user_agent"] or "").lower()
        is_machine = (
            bool(row["vendor_bot_flag"])
            or bool(row["is_datacenter_ip"])
            or (row["http_method"] or "").upper() == "HEAD"
            or any(pattern.lower() in agent for pattern in reference.preview_agents)
            or (message is not None and moment < message.sent_at + bot_click_delay)
        )
        clicks.append(
            Click(
                id=row["click_id"],
                time=moment,
                account=message.account if message else account,
                contact=message.contact if message else own_contact,
                message=message,
                is_human=not is_machine,
                count=1 if row["click_count"] is None else row["click_count"],
                anonymous_id=row["anonymous_id"],
            )
        )
    _mark_messages_with_link(outbound, links.values(), kept(tables, "click_events"))
    return clicks


def _latest_with_link(link, candidates, moment):
    """The contact's latest campaign message with the link's template, else with its campaign."""
    earlier = [message for message in candidates if message.sent_at <= moment]
    for matching in (
        [m for m in earlier if link["template_id"] is not None and m.template == link["template_id"]],
        [m for m in earlier if link["campaign_id"] is not None and m.campaign == link["campaign_id"]],
    ):
        if matching:
            return max(matching, key=lambda message: (message.sent_at, message.id))
    return None


def _mark_messages_with_link(outbound, links, click_rows):
    messages, templates, campaigns = set(), set(), set()
    for link in links:
        messages.add(link["message_id"])
        templates.add(link["template_id"])
        if link["message_id"] is None and link["template_id"] is None:
            campaigns.add(link["campaign_id"])
    for row in click_rows:  # of whomever: that it was clicked shows that there is a link
        messages.add(row["message_id"])
    for message in outbound:
        message.has_link = (
            message.id in messages
            or (message.template is not None and message.template in templates)
            or (message.campaign is not None and message.campaign in campaigns)
        )
