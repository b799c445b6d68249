"""The shared inbox: colleagues answer in working hours, late or never, and people write back."""

from . import crm, engagement, messaging, wording
from .clock import next_working_time

# account -> (chance of an answer, colleagues, delay curve in seconds of working time)
TEAMS = {
    "harbor_us": (0.72, ("u_kim", "u_lee"), [(0, 60), (0.3, 420), (0.7, 2700), (0.95, 10800), (1, 30000)]),
    "harbor_eu": (
        0.62,
        ("u_jonas", "u_lena"),
        [(0, 120), (0.3, 900), (0.7, 7200), (0.95, 21600), (1, 40000)],
    ),
    "larkfield": (0.8, None, [(0, 30), (0.4, 180), (0.8, 1500), (0.97, 7200), (1, 20000)]),
}
SELDOM_ANSWERED = {"other": 0.35, "wrong_contact": 0.45, "positive": 0.5}
MAX_TURNS = 4


def await_answer(world, at, contact, sender, intent, campaign, conversation=None, turn=1):
    """Perhaps a colleague answers this inbound message, in working hours."""
    chance, colleagues, curve = TEAMS[contact.account.account_id]
    dice = world.dice(f"inbox {contact.account.account_id}")
    if not dice.chance(chance * SELDOM_ANSWERED.get(intent, 1.0)):
        return
    user = dice.choice(colleagues) if colleagues else contact.owner
    zone = contact.account.time_zone
    start = next_working_time(zone, at, saturday=contact.account.account_id == "harbor_us")
    if start > at:  # the night's messages are answered one after the other
        start += dice.minutes(1, 50)
    world.plan(
        next_working_time(zone, start + dice.delay(curve), closes=20, saturday=True),
        answer,
        contact,
        sender,
        intent,
        user,
        campaign,
        conversation or world.new_id("v"),
        turn,
    )


def answer(world, at, contact, sender, intent, user, campaign, conversation, turn):
    """A colleague's answer. It may carry the chat's campaign, but is not a campaign message."""
    if not contact.may_be_texted(at):
        return
    dice = world.dice(f"inbox {contact.account.account_id}")
    channel = "whatsapp" if contact.country == "DE" and dice.chance(0.25) else "sms"
    body = wording.answer(dice, contact, intent)
    messaging.write(
        world,
        at,
        contact,
        body=body,
        origin="manual_inbox",
        sender=sender,
        user=user,
        conversation=conversation,
        channel=channel,
        purpose="conversational",
        carried_campaign=campaign.campaign_id if campaign and dice.chance(0.3) else None,
    )
    if contact.account.account_id == "larkfield" and turn == 1:
        crm.engage(world, at, contact, "manual_sms", dice.randint(1, 6))
    if turn < MAX_TURNS and dice.chance(0.48 if turn == 1 else 0.3):
        back = at + dice.delay([(0, 20), (0.4, 150), (0.8, 2400), (0.97, 40000), (1, 90000)])
        world.plan(back, write_back, contact, sender, campaign, conversation, turn, channel)


def write_back(world, at, contact, sender, campaign, conversation, turn, channel):
    if not contact.may_be_texted(at):
        return
    body = wording.follow_up(world.dice(f"inbox {contact.account.account_id}"), contact)
    engagement.write_inbound(world, at, contact, body, sender, conversation=conversation, channel=channel)
    await_answer(
        world, at, contact, sender, "other" if turn > 1 else "question", campaign, conversation, turn + 1
    )
