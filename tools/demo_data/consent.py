"""Opt-outs, opt-ins and help: the texts, and the vendor's consent rows a few seconds later."""

from datetime import timedelta

from . import engagement, messaging, wording
from .campaign_types import SENDERS
from .campaigns import FLOWS
from .clock import START, to_local
from .people import local_time

CONFIRMATIONS = {
    "harbor_us": "You are unsubscribed from Harbor & Pine. No more texts. Reply START to rejoin.",
    "harbor_eu": "Du bist abgemeldet und bekommst keine SMS mehr. START meldet dich wieder an.",
    "larkfield": "Larkfield: you are opted out and will get no more messages.",
}
HELP_TEXT = "Harbor & Pine: up to 6 texts a month. Help at care@example.com. STOP to end."


def write(
    world,
    at,
    contact,
    action,
    method,
    *,
    sender=None,
    keyword=None,
    message_id=None,
    campaign_id=None,
    source=None,
    scope="account",
):
    world.add(
        "consent_events",
        contact.account,
        at,
        source=source,
        consent_event_id=world.new_id("k"),
        contact_id=contact.contact_id,
        contact_phone_e164=contact.phone,
        sender_phone=sender,
        consent_action=action,
        method=method,
        keyword=keyword,
        scope=scope,
        message_id=message_id,
        campaign_id=campaign_id,
        occurred_at=at,
    )


def _leave(contact, at):
    """Stop all sending to the contact and end its flows."""
    contact.consent.append((at, False))
    for flow in FLOWS:
        contact.exits.setdefault(flow, (at, "opted_out"))


def stop(world, at, message):
    """An opt-out by keyword, and its consent row: most with the message's id, some without, a few missing."""
    contact = message.contact
    if not contact.may_be_texted(at):
        return
    dice = world.dice(f"stops of {contact.account.account_id}")
    word = wording.opt_out(dice, contact)
    row = engagement.write_inbound(world, at, contact, word, message.sender, message)
    _leave(contact, at)
    point = dice.random()
    if point < 0.93:
        write(
            world,
            at + dice.seconds(2, 9),
            contact,
            "opt_out",
            "keyword",
            sender=message.sender,
            keyword=word.strip(" .!\n").upper(),
            message_id=row["message_id"] if point < 0.8 else None,
        )
    if message.contact.account.vendor != "klaviyo":  # klaviyo confirms without a message row
        messaging.auto_reply(
            world,
            at,
            contact,
            CONFIRMATIONS[contact.account.account_id],
            "compliance_auto_reply",
            message.sender,
        )
    if dice.chance(0.07):
        world.plan(
            at + dice.delay([(0, 120), (0.5, 86400), (1, 2000000)]), come_back, contact, message.sender
        )


def soft_stop(world, at, message):
    """An opt-out in words that are on no list; the vendor's model or a colleague notices three in four."""
    contact = message.contact
    if not contact.may_be_texted(at):
        return
    dice = world.dice(f"soft stops in {contact.account.account_id}")
    row = engagement.write_inbound(
        world, at, contact, wording.soft_opt_out(dice, contact), message.sender, message
    )
    engagement.classify(world, at, contact, row["message_id"], "opt_out", message.campaign)
    point = dice.random()
    if point < 0.45:
        write(
            world,
            at + dice.seconds(5, 50),
            contact,
            "opt_out",
            "free_text",
            sender=message.sender,
            message_id=row["message_id"],
        )
        _leave(contact, at)
    elif point < 0.75:
        write(
            world,
            at + dice.seconds(2, 12),
            contact,
            "ai_filtered",
            "ai",
            sender=message.sender,
            message_id=row["message_id"],
        )
        if dice.chance(0.4):
            later = at + dice.minutes(200, 3000)
            write(world, later, contact, "opt_out", "agent", campaign_id=message.campaign.campaign_id)
            _leave(contact, later)


def ask_for_help(world, at, message):
    dice = world.dice(f"{message.contact.account.account_id} help")
    word = dice.choice(wording.HELPS)
    row = engagement.write_inbound(world, at, message.contact, word, message.sender, message)
    write(
        world,
        at + dice.seconds(1, 5),
        message.contact,
        "help",
        "keyword",
        sender=message.sender,
        keyword="HELP",
        message_id=row["message_id"],
    )
    if dice.chance(0.8):
        messaging.auto_reply(world, at, message.contact, HELP_TEXT, "compliance_auto_reply", message.sender)


def come_back(world, at, contact, sender):
    """START or YES, an opt-in because the contact is opted out."""
    if contact.may_be_texted(at):
        return
    dice = world.dice(f"come back at {contact.account.account_id}")
    word = dice.choice(wording.STARTS) if dice.chance(0.7) else dice.choice(["YES", "Yes", "yes!"])
    row = engagement.write_inbound(world, at, contact, word, sender)
    contact.consent.append((at, True))
    contact.exits.clear()
    if dice.chance(0.75):
        write(
            world,
            at + dice.seconds(2, 8),
            contact,
            "opt_in",
            "keyword",
            sender=sender,
            keyword=word.strip("!.").upper(),
            message_id=row["message_id"],
        )


def plan_other_ways_out(world, people):
    """Opt-outs on the web or by phone, complaints and suppressions, none with a message."""
    dice = world.dice("other ways out")
    for account_id, contacts in people.items():
        for contact in dice.sample(contacts, 14):
            at = local_time(
                contact,
                to_local(contact.zone, max(START, contact.created_at)) + timedelta(days=dice.randint(2, 165)),
                12,
                dice.randint(0, 59),
            )
            action = dice.weighted({"opt_out": 8, "complaint": 3, "suppress": 3})
            world.plan(at, _other_way_out, contact, action, SENDERS[account_id])


def _other_way_out(world, at, contact, action, sender):
    dice = world.dice(f"other ways out {contact.account.account_id}")
    if not contact.may_be_texted(at):
        return
    method = {
        "opt_out": dice.choice(["web_form", "agent", "api"]),
        "complaint": "carrier",
        "suppress": "import",
    }[action]
    write(
        world,
        at,
        contact,
        action,
        method,
        sender=sender if dice.chance(0.5) else None,
        scope=dice.choice(["account", "all", "sender"]),
    )
    _leave(contact, at)
