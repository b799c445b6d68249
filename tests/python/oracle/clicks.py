"""Clicks: on which message, and by a person or by a bot; which messages have a link."""

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
    link_destination: str | None = None

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

    clicks, clicked = [], set()
    for row in kept(tables, "click_events"):
        if row["click_count"] == 0:
            continue
        account, moment = row["account_id"], row["clicked_at"]
        own_contact = contacts.resolve(row["contact_id"], row["contact_phone_e164"], account, moment)
        link = links.get(row["link_id"])
        message = None
        is_test = False
        for message_id in (row["message_id"], link["message_id"] if link else None):
            if message is None and message_id is not None:
                message = live_outbound.get(message_id)
                is_test = is_test or (message is None and message_id in messages and messages[message_id].is_test)
        if message is None and link is not None and link["campaign_id"] in test_campaigns:
            is_test = True
        if message is None and link is not None and not is_test:
            message = _latest_with_link(link, campaign_messages[own_contact], moment)
        if message is not None:  # of whomever: that it was clicked shows that there is a link
            clicked.add(message.id)
            message.clicked_links.add(destination(link["destination_url"]) if link else None)
        if is_test or (own_contact is not None and contacts.is_test(own_contact)):
            continue

        agent = (row["user_agent"] or "").lower()
        is_bot = (
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
                is_human=not is_bot,
                count=1 if row["click_count"] is None else row["click_count"],
                anonymous_id=row["anonymous_id"],
                link_destination=destination(link["destination_url"]) if link else None,
            )
        )
    _mark_messages_with_link(outbound, links.values(), clicked)
    return clicks


def destination(url):
    """Where a link leads, without what may say to whom it was sent."""
    if url is None:
        return None
    page = url.split("#")[0].split("?")[0]
    if " " in page:
        return None  # a text, not an address
    start = page.find("//") + 2 if "//" in page else 0
    host = page[start:].split("/")[0]
    return (page[:start] + host.split("@")[-1] + page[start + len(host) :]) or None


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


def _mark_messages_with_link(outbound, links, clicked):
    messages, templates, campaigns = set(clicked), set(), set()
    for link in links:
        messages.add(link["message_id"])
        templates.add(link["template_id"])
        if link["message_id"] is None and link["template_id"] is None:
            campaigns.add(link["campaign_id"])
    for message in outbound:
        message.has_link = (
            message.id in messages
            or (message.template is not None and message.template in templates)
            or (message.campaign is not None and message.campaign in campaigns)
            or (message.has_readable_body and any(map(is_web_address, message.row["body"].split())))
        )


def is_web_address(word):
    """http(s)://, www., or a host with a slash and a path; an e-mail address is none."""
    word = word.lower().strip(".,;!()[]\"'“”«»")
    for scheme in ("http://", "https://"):
        if scheme in word and not word.endswith(scheme):
            return True
    host, slash, path = word.partition("/")
    host = host.split(":")[0]
    labels = host.split(".")
    if "@" in host or len(labels) < 2 or not all(labels):
        return False
    return labels[0] == "www" or (len(labels[-1]) > 1 and labels[-1].isalpha() and path[:1].isalnum())
