"""The first response to each campaign message, and who responded within a window."""

from datetime import timedelta

from .raw import kept
from .settings import ALL_ACTIONS


def actions_of(campaign, settings):
    """Which actions count: the campaign's own list, where it names at least one that exists."""
    own = [part.strip() for part in ((campaign or {}).get("response_actions") or "").split(",")]
    own = [action for action in own if action in ALL_ACTIONS]
    return set(own or settings.response_actions)


def read_actions(tables, contacts, identities, attribution, conversions):
    """[(campaign message, time, action)] of meetings, forms and conversions that have one."""
    links = {row["link_id"]: row["message_id"] for row in kept(tables, "links")}
    events = []  # account, contact, time, action, the message its link names
    for row in kept(tables, "meetings"):
        contact = contacts.survivor(row["contact_id"])
        named = links.get(row["source_link_id"])
        events.append((row["account_id"], contact, row["booked_at"], "meeting", named))
    for row in kept(tables, "form_submissions"):
        contact, _ = identities.find(row["submitted_at"], row["contact_id"], row["email"], row["phone_e164"])
        named = links.get(row["source_link_id"])
        events.append((row["account_id"], contact, row["submitted_at"], "form", named))
    for conversion in conversions:
        if conversion.kind in ("primary", "secondary"):
            events.append((conversion.account, conversion.contact, conversion.time, "conversion", None))

    actions = []
    for account, contact, moment, action, named in events:
        if contacts.is_test(contact):
            continue
        message = attribution.by_id.get(named)
        if message is None or moment < message.sent_at:
            message = attribution.latest_before(account, contact, moment)
        if message is not None:
            actions.append((message, moment, action))
    return actions


def read_responses(inbound, clicks, actions, campaigns, settings):
    """[(message, time)] of every response that counts in its campaign, however late."""
    given = [(reply.message, reply.time, "reply") for reply in inbound if reply.is_engaged and reply.message is not None]
    given += [(click.message, click.time, "click") for click in clicks if click.counts]
    return [
        (message, moment)
        for message, moment, action in [*given, *actions]
        if action in actions_of(campaigns.get(message.campaign), settings)
    ]


def first_responses(responses):
    """{message id: time of the earliest response that counts}."""
    first = {}
    for message, moment in responses:
        first[message.id] = min(moment, first.get(message.id, moment))
    return first


def own_window(campaign, settings):
    minutes = (campaign or {}).get("response_window_minutes")
    return settings.response_window if minutes is None or minutes <= 0 else timedelta(minutes=minutes)
