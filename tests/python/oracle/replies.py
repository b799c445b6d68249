"""Inbound messages: whose reply, and of which kind."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from .messages import Message

# By wording, the first that fits; before them comes keyword_entry.
CONDITIONAL = "opt_in_if_opted_out"  # YES: an opt-in only from a phone that is opted out
KINDS = ("opt_out", "opt_in", CONDITIONAL, "help", "auto_reply")
OVERRULING = {"opt_out", "opt_in", "help"}
# Letters and marks by their category, which nobody sees.
UNSEEN = ("VARIATION SELECTOR", "GRAPHEME JOINER", "FILLER", "VOWEL INHERENT")


@dataclass
class Inbound:
    """An inbound message; like every event of a contact it has an id, a time, and `message`: the one it belongs to."""

    own: Message
    kind: str | None = None
    message: Message | None = None
    campaign: str | None = None
    is_first: bool = False

    @property
    def id(self):
        return self.own.id

    @property
    def time(self):
        return self.own.created_at

    @property
    def account(self):
        return self.own.account

    @property
    def contact(self):
        return self.own.contact

    @property
    def is_reply(self):
        """Attributed, and more than the keyword that started a campaign."""
        return self.campaign is not None and self.kind != "keyword_entry"

    @property
    def is_engaged(self):
        return self.campaign is not None and self.kind in ("reply", "opt_in")


def normalise(text):
    """In compatibility form and folded case, without what cannot be seen, and a blank for what is neither letter nor digit."""
    letters = [" "]
    for char in unicodedata.normalize("NFKC", text or "").casefold():
        category, name = unicodedata.category(char), unicodedata.name(char, "")
        if category == "Cf" or (category[0] in "LM" and any(words in name for words in UNSEEN)):
            continue
        # A mark belongs to its letter; without one it is none.
        belongs = category[0] in "LN" or (category[0] == "M" and letters[-1] != " ")
        letters.append(char if belongs else " ")
    return " ".join("".join(letters).split())


class Attribution:
    """The rules by which an event without a message of its own belongs to a campaign message."""

    def __init__(self, outbound, window):
        self.window = window
        self.by_id = {message.id: message for message in outbound if message.is_campaign}
        self.by_contact = defaultdict(list)
        self.by_campaign = defaultdict(list)
        for message in self.by_id.values():
            self.by_contact[message.account, message.contact].append(message)
            self.by_campaign[message.campaign, message.contact].append(message)

    def by_reference(self, message_id, account, contact, moment):
        """Rule 1: the message the event names, if it is a campaign message to that contact, sent by then."""
        message = self.by_id.get(message_id)
        if message and (message.account, message.contact) == (account, contact) and message.sent_at <= moment:
            return message
        return None

    def by_window(self, account, contact, sender, moment):
        """Rule 2: same sender first, then the latest send, then the greatest id, of what may have arrived."""
        candidates = [
            message
            for message in self.by_contact.get((account, contact), [])
            if message.sent_at <= moment < message.sent_at + self.window and not message.did_not_arrive
        ]
        if not candidates:
            return None
        return max(candidates, key=lambda message: (message.sender == sender, message.sent_at, message.id))

    def latest_of_campaign(self, campaign, contact, moment):
        """The latest message of the campaign to the contact, however long ago and whatever became of it."""
        candidates = [message for message in self.by_campaign[campaign, contact] if message.sent_at <= moment]
        return max(candidates, key=lambda message: (message.sent_at, message.id), default=None)

    def latest_before(self, account, contact, moment):
        """The latest campaign message that may have arrived, however long ago; then the greatest id."""
        candidates = [
            message
            for message in self.by_contact.get((account, contact), [])
            if message.sent_at <= moment and not message.did_not_arrive
        ]
        return max(candidates, key=lambda message: (message.sent_at, message.id), default=None)


def _keyword_campaign(inbound, campaigns):
    """The keyword campaign whose keyword this message is, if one was running."""
    said = normalise(inbound.own.row["body"])
    running = []
    for campaign in campaigns:
        start = campaign["launched_at"] or campaign["created_at"]
        if (
            campaign["campaign_kind"] == "keyword"
            and campaign["account_id"] == inbound.account
            and said != ""
            and said == normalise(campaign["keyword"])
            and start <= inbound.time
            and (campaign["ended_at"] is None or inbound.time < campaign["ended_at"])
        ):
            running.append((start, campaign["campaign_id"]))
    return max(running)[1] if running else None


def read_inbound(messages, attribution, live_campaigns, live_consents, reference):
    """Every inbound message that is not a test, with its campaign and its kind."""
    inbound = [Inbound(message) for message in messages.values() if not message.is_outbound and not message.is_test]
    by_id = {reply.id: reply for reply in inbound}

    overruling = {}  # message id -> what its latest consent row of the three actions says
    for row in sorted(live_consents, key=lambda row: (row["occurred_at"], row["consent_event_id"])):
        if row["consent_action"] in OVERRULING and row["message_id"] is not None:
            overruling[row["message_id"]] = row["consent_action"]

    wordings = defaultdict(set)
    for wording, kind in reference.wordings:
        wordings[normalise(wording)].add(kind)

    yeses = []
    for reply in inbound:
        row = reply.own.row
        said = normalise(row["body"])
        keyword_campaign = _keyword_campaign(reply, live_campaigns)
        if keyword_campaign is not None:
            reply.kind, reply.campaign = "keyword_entry", keyword_campaign
            continue
        reply.message = attribution.by_reference(
            row["in_reply_to_message_id"], reply.account, reply.contact, reply.time
        ) or attribution.by_window(reply.account, reply.contact, row["sender_phone"], reply.time)
        reply.campaign = reply.message.campaign if reply.message else None
        by_wording = next((kind for kind in KINDS if said != "" and kind in wordings[said]), "reply")
        if by_wording == CONDITIONAL:
            yeses.append(reply)
        reply.kind = overruling.get(reply.id, by_wording)

    _decide_yes(inbound, yeses, by_id, live_consents)

    pairs = defaultdict(list)
    for reply in inbound:
        if reply.is_reply:
            pairs[reply.campaign, reply.contact].append(reply)
    for pair in pairs.values():
        min(pair, key=lambda reply: (reply.time, reply.id)).is_first = True
    return inbound


def _decide_yes(inbound, yeses, by_id, live_consents):
    """YES is an opt-in where the phone's latest earlier word on consent is an opt-out."""
    words = defaultdict(list)  # (account, phone) -> [(time, 0 others / 1 YES, order among those, is it an opt-out)]
    is_yes = {reply.id for reply in yeses}
    for reply in inbound:
        place = (reply.account, reply.own.phone)
        if reply.id in is_yes and reply.kind == CONDITIONAL:
            words[place].append((reply.time, 1, reply.id, False))
        elif reply.kind in ("opt_out", "opt_in"):
            words[place].append((reply.time, 0, reply.kind, reply.kind == "opt_out"))
    for row in live_consents:
        action = row["consent_action"]
        if action in ("opt_out", "opt_in", "opt_in_confirmed"):
            named = by_id.get(row["message_id"])
            if named is not None and named.kind == CONDITIONAL:
                continue  # the vendor's word on this YES, not something said before it
            moment = named.time if named else row["occurred_at"]
            place = (row["account_id"], row["contact_phone_e164"])
            # At one instant an opt-out has the last word ("opt_out" sorts after "opt_in").
            kind = "opt_out" if action == "opt_out" else "opt_in"
            words[place].append((moment, 0, kind, action == "opt_out"))
    for reply in yeses:
        if reply.kind == CONDITIONAL:
            earlier = [
                word for word in words[reply.account, reply.own.phone] if word[:3] < (reply.time, 1, reply.id)
            ]
            reply.kind = "opt_in" if earlier and max(earlier)[3] else "reply"
