"""The first response to each campaign message, and who responded within a window."""

from datetime import timedelta

from .settings import ALL_ACTIONS


def actions_of(campaign, settings):
    """Which actions count: the campaign's own list, where it names at least one that exists."""
    own = [part.strip() for part in ((campaign or {}).get("response_actions") or "").split(",")]
    own = [action for action in own if action in ALL_ACTIONS]
    return set(own or settings.response_actions)


def first_responses(outbound, inbound, clicks, campaigns, settings):
    """{message id: time of the earliest response that counts}. Meetings, forms and conversions are not computed here."""
    first = {}

    def note(message, moment, action):
        if action in actions_of(campaigns.get(message.campaign), settings):
            first[message.id] = min(moment, first.get(message.id, moment))

    for reply in inbound:
        if reply.is_engaged and reply.message is not None:
            note(reply.message, reply.time, "reply")
    for click in clicks:
        if click.counts:
            note(click.message, click.time, "click")
    return first


def own_window(campaign, settings):
    minutes = (campaign or {}).get("response_window_minutes")
    return settings.response_window if minutes is None else timedelta(minutes=minutes)
