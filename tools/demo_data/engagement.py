"""Reactions to a message: human and bot clicks, replies, opt-outs, and their classification."""

from datetime import timedelta

from . import commerce, consent, crm, inbox, messaging, wording
from .campaigns import destination
from .clock import END, to_local, to_utc

REPLY_DELAY = [
    (0, 12),
    (0.15, 60),
    (0.4, 240),
    (0.6, 1000),
    (0.75, 4500),
    (0.87, 21600),
    (0.945, 86400),
    (0.98, 259200),
    (0.992, 600000),
    (1, 1000000),
]
STOP_DELAY = [(0, 8), (0.4, 60), (0.75, 600), (0.93, 14400), (0.99, 90000), (1, 400000)]
CLICK_DELAY = [(0, 9), (0.3, 70), (0.6, 700), (0.8, 7200), (0.93, 36000), (0.99, 172800), (1, 500000)]

PHONES = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 Version/18.3 Mobile/15E1 Safari/604.1": 6,
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/133.0.0.0 Mobile Safari/537.36": 3,
    "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 Chrome/132.0.0.0 Mobile Safari/537.36": 3,
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.2 Safari/605.1.15": 1,
}
# agent, method, from a data centre, flagged by the vendor
MACHINES = (
    (
        "facebookexternalhit/1.1 Facebot Twitterbot/1.0",
        "GET",
        None,
        None,
    ),  # user agent of the iPhone's preview
    ("WhatsApp/2.24.20 A", "GET", None, None),
    ("Mozilla/5.0 (compatible; Googlebot/2.1)", "GET", True, True),
    ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "GET", True, None),
    ("TelegramBot (like TwitterBot)", "GET", None, True),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36",
        "HEAD",
        None,
        None,
    ),
    ("Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/119.0.0.0 Safari/537.36", "GET", True, None),
    ("python-requests/2.32", "GET", True, None),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
        "GET",
        None,
        None,
    ),
)
TIERS = {
    "meeting_request": "high",
    "pricing_request": "high",
    "positive": "medium",
    "question": "medium",
    "reschedule": "medium",
    "deferral": "low",
    "objection": "low",
    "wrong_contact": "none",
    "opt_out": "none",
    "other": "low",
}
LABELS = {
    "meeting_request": "Hot lead",
    "pricing_request": "Hot lead",
    "positive": "Happy",
    "objection": "Price sensitive",
    "wrong_contact": "Wrong number",
    "deferral": "Later",
    "question": "Needs answer",
}
KEEN = {"finance": 3}  # replies this many times as often as others
LABELLED = {"larkfield": 0.6}  # the share of such replies whose contact gets the label; 0.3 elsewhere


def react(world, message):
    """Plan the contact's reaction to a sent message."""
    campaign, template, contact = message.campaign, message.template, message.contact
    dice = world.dice(f"react {campaign.campaign_id}")
    arrived = message.at + dice.seconds(2, 15)
    if template.link and message.status in ("delivered", "sent") and dice.chance(0.045):
        _bot_click(world, dice, message)
    if message.status not in ("delivered", "sent"):
        return
    if template.link and dice.chance(min(0.9, template.click * contact.warmth)):
        world.plan(arrived + dice.delay(CLICK_DELAY), click, message)
    point = dice.random()
    for share, action in (
        (template.opt_out, consent.stop),
        (0.002, consent.soft_stop),
        (0.002, driving),
        (0.0015, consent.ask_for_help),
    ):
        if point < share:
            world.plan(_awake(dice, contact, arrived + dice.delay(STOP_DELAY)), action, message)
            return
        point -= share
    keen = contact.warmth * KEEN.get(contact.persona, 1)
    if point < template.reply_by_stage.get(contact.stage, template.reply) * keen:
        intent = dice.weighted(campaign.intents)
        world.plan(_awake(dice, contact, arrived + dice.delay(REPLY_DELAY)), reply, message, intent)


def _awake(dice, contact, at):
    """Move most night-time reactions to the next morning."""
    local = to_local(contact.zone, at)
    if 7 <= local.hour < 23 or dice.chance(0.15):
        return at
    morning = local + timedelta(days=1 if local.hour >= 23 else 0)
    return to_utc(contact.zone, morning.replace(hour=dice.randint(7, 9), minute=dice.randint(0, 59)))


# --- clicks -------------------------------------------------------------------------------------------------------


def _click_row(world, dice, message, at, **columns):
    """A click names its message, or only the link and the contact, depending on the kind of link."""
    template, contact = message.template, message.contact
    row = {"click_id": world.new_id("q"), "link_id": message.link_id, "clicked_at": at, **columns}
    if template.link == "message":
        row["message_id"] = message.message_id if dice.chance(0.5) else None
    elif dice.chance(0.15):
        row["message_id"] = message.message_id
    elif dice.chance(0.7):
        row["contact_id"] = contact.contact_id
    else:
        row["contact_phone_e164"] = contact.phone
    return world.add("click_events", contact.account, at, **row)


def click(world, at, message, again=False):
    """A human click, perhaps repeated, and perhaps an order or a booking."""
    dice = world.dice(f"clicks {message.contact.account.account_id}")
    contact, template = message.contact, message.template
    agent = dice.weighted(PHONES)
    anonymous = f"a{contact.contact_id[1:]}" if dice.chance(0.55) else None
    _click_row(
        world,
        dice,
        message,
        at,
        user_agent=agent,
        http_method="GET" if dice.chance(0.7) else None,
        ip_hash=f"{dice.getrandbits(40):010x}",
        anonymous_id=anonymous,
        device_type="mobile" if "Mobile" in agent else "desktop",
        landing_url=destination(message.campaign, template) if dice.chance(0.5) else None,
        click_count=dice.randint(2, 3) if dice.chance(0.03) else None,
    )
    if not again and dice.chance(0.14):
        world.plan(at + dice.delay([(0, 300), (0.5, 3600), (1, 90000)]), click, message, True)
    if dice.chance(template.convert):
        after = at + dice.delay([(0, 90), (0.5, 900), (0.8, 7200), (0.95, 100000), (1, 400000)])
        if contact.account.account_id == "larkfield":
            world.plan(after, crm.act_on_link, message)
        else:
            world.plan(after, commerce.order, contact, message)


def _bot_click(world, dice, message):
    """Bot clicks of previews and scanners, within seconds of the send or a while later."""
    agent, method, data_centre, flagged = dice.choice(MACHINES)
    last = agent.endswith("Mobile/15E148")  # recognizable only by speed: clicks within 2 s are bot clicks
    wait = (
        timedelta(microseconds=dice.randint(200, 1900) * 1000)
        if last
        else dice.delay([(0, 0), (0.7, 9), (1, 600)])
    )
    world.plan(message.at + wait, _write_bot_click, message, agent, method, data_centre, flagged)


def _write_bot_click(world, at, message, agent, method, data_centre, flagged):
    dice = world.dice(f"machines of {message.contact.account.account_id}")
    _click_row(
        world,
        dice,
        message,
        at,
        user_agent=agent,
        http_method=method,
        is_datacenter_ip=data_centre,
        vendor_bot_flag=flagged,
        ip_hash=f"{dice.getrandbits(40):010x}",
    )


# --- replies ------------------------------------------------------------------------------------------------------


def write_inbound(
    world, at, contact, body, sender, message=None, conversation=None, channel="sms", media=None
):
    """Write an inbound row. Not every vendor knows the contact or the answered message."""
    vendor = contact.account.vendor
    dice = world.dice(f"inbound {vendor}")
    known = {"twilio": 0.4, "telnyx": 0.7, "klaviyo": 1.0}[vendor]
    if vendor == "telnyx":
        at = at.replace(microsecond=dice.randint(1, 999) * 1000)
    row = world.add(
        "messages",
        contact.account,
        at,
        message_id=world.new_id("m", 5),
        direction="inbound",
        channel=channel,
        send_origin="unknown",
        contact_id=contact.contact_id if dice.chance(known) else None,
        contact_phone_e164=contact.phone,
        sender_phone=sender,
        body=body,
        created_at=at,
        num_media=media,
        current_status="received" if vendor == "twilio" else None,
        conversation_id=conversation,
        in_reply_to_message_id=message.message_id if message and dice.chance(0.14) else None,
    )
    if vendor == "twilio":
        row.update(num_segments=wording.segments(body))
    return row


def reply(world, at, message, intent):
    """A free-text reply to a campaign message."""
    contact, campaign = message.contact, message.campaign
    if not contact.may_be_texted(at):
        return
    dice = world.dice(f"replies {contact.account.account_id}")
    if campaign.campaign_id in ("c_b2b_outreach", "c_b2b_reminder"):
        contact.exits.setdefault("c_b2b_outreach", (at, "replied"))
    body = wording.reply(dice, contact, campaign.campaign_id, intent)
    media = 1 if dice.chance(0.02) else None
    row = write_inbound(
        world, at, contact, body, message.sender, message, channel="mms" if media else "sms", media=media
    )
    classify(world, at, contact, row["message_id"], intent, campaign)
    if intent in ("objection", "wrong_contact") and dice.chance(0.1):
        consent.write(
            world,
            at + dice.seconds(3, 40),
            contact,
            "ai_filtered",
            "ai",
            sender=message.sender,
            message_id=row["message_id"] if dice.chance(0.7) else None,
        )
    if contact.account.account_id == "larkfield":
        crm.note_interest(world, at, contact, row["message_id"], intent, campaign)
    inbox.await_answer(world, at, contact, message.sender, intent, campaign)


def write_in(world, at, contact, intent, sender):
    """A contact writes without a recent message."""
    if not contact.may_be_texted(at):
        return
    body = wording.reply(world.dice(f"write in {contact.account.account_id}"), contact, "", intent)
    row = write_inbound(world, at, contact, body, sender)
    classify(world, at, contact, row["message_id"], intent, None)
    if contact.account.account_id == "larkfield":
        crm.note_interest(world, at, contact, row["message_id"], intent, None)
    inbox.await_answer(world, at, contact, sender, intent, None)


def driving(world, at, message):
    dice = world.dice(f"driving {message.contact.account.account_id}")
    body = dice.choice(wording.DRIVING) if dice.chance(0.7) else dice.choice(wording.OUT_OF_OFFICE)
    write_inbound(world, message.at + dice.seconds(4, 25), message.contact, body, message.sender, message)


def enter_keyword(world, at, contact, campaign, word):
    """The keyword, and the automatic answer while the campaign runs."""
    row = write_inbound(world, at, contact, word, campaign.sender)
    if campaign.ended and at >= campaign.ended:
        return
    template = campaign.templates[0]
    messaging.auto_reply(
        world, at, contact, template.body, "keyword_auto_reply", campaign.sender, campaign, template
    )
    consent.write(
        world,
        at + timedelta(seconds=2),
        contact,
        "opt_in",
        "keyword",
        keyword=word,
        sender=campaign.sender,
        message_id=row["message_id"],
        campaign_id=campaign.campaign_id,
    )
    contact.consent.append((at, True))


# --- classification of replies ------------------------------------------------------------------------------------


def classify(world, at, contact, message_id, intent, campaign):
    """A model classifies most replies, with some errors; people correct some; rules catch the obvious ones."""
    dice = world.dice(f"classify {contact.account.account_id}")
    if dice.chance(0.6):
        guess = intent if dice.chance(0.86) else dice.choice(sorted(TIERS))
        read = at + dice.seconds(1, 20)
        world.add(
            "reply_classifications",
            contact.account,
            read,
            message_id=message_id,
            classified_at=read,
            intent_category=guess,
            intent_tier=TIERS[guess],
            classifier="model:reply-intent-2",
            confidence=f"0.{dice.randint(52, 99)}",
        )
    if dice.chance(0.12):
        world.add(
            "reply_classifications",
            contact.account,
            at,
            message_id=message_id,
            classified_at=at + dice.seconds(1, 3),
            intent_category=intent,
            classifier="rule:keywords",
        )
    person = at + dice.minutes(15, 2000)
    if dice.chance(0.14) and person <= END:
        world.add(
            "reply_classifications",
            contact.account,
            person,
            message_id=message_id,
            classified_at=person,
            intent_category=intent,
            intent_tier=TIERS[intent],
            classifier="human",
        )
    if intent in LABELS and dice.chance(LABELLED.get(contact.account.account_id, 0.3)):
        put_on = at + dice.minutes(3, 600)
        crm.put_label(world, dice, put_on, contact, LABELS[intent], campaign.campaign_id if campaign else None)
