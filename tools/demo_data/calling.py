"""Phone calls: dials, answers, voicemail, outcomes, and the labels, leads, meetings and deals that follow.

Jordan talks twice as long as the others, finds more leads, and few of them become deals.
"""

from dataclasses import dataclass
from datetime import timedelta

from . import crm
from .clock import END, START, to_local
from .people import local_time

CALL_SYSTEM = "aircall"
ENDINGS = {
    "human": 40,
    "machine": 9,
    "unknown": 5,
    "no_answer": 25,
    "voicemail": 13,
    "busy": 5,
    "failed": 2,
    "canceled": 1,
}
TALK = [(0, 6), (0.25, 40), (0.4, 84), (0.5, 96), (0.85, 300), (1, 1300)]
TALKED = {"Connected - interested": 7, "Connected - not now": 3, "Gatekeeper": 1}
CUT_SHORT = {"Connected - interested": 1, "Connected - not now": 7, "Gatekeeper": 3, "Wrong number": 1}
LABELS = {"Connected - interested": "Hot lead", "Connected - not now": "Later", "Wrong number": "Wrong number"}


@dataclass(frozen=True)
class Agent:
    talk: float  # how long, times what others take
    deal: float  # chance that a lead becomes a deal


AGENTS = {"u_riley": Agent(1, 0.75), "u_jordan": Agent(2, 0.15), "u_sam": Agent(1, 0.7)}


def plan_calls(world, people):
    dice = world.dice("calls")
    for contact in dice.sample(people["larkfield"], 380):
        for _ in range(dice.weighted({2: 3, 3: 4, 4: 2})):
            day = max(START, contact.created_at) + timedelta(days=dice.randint(2, 170))
            day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
            at = local_time(
                contact,
                to_local(contact.zone, day),
                dice.weighted({9: 2, 10: 4, 11: 4, 14: 3, 15: 3, 16: 2}),
                dice.randint(0, 59),
            )
            world.plan(at + dice.seconds(0, 59), dial, contact)
    for account_id, count in (("larkfield", 18), ("harbor_us", 22)):
        for contact in dice.sample(people[account_id], count):
            day = to_local(
                contact.zone, max(START, contact.created_at) + timedelta(days=dice.randint(2, 170))
            )
            world.plan(local_time(contact, day, dice.randint(9, 17), dice.randint(0, 59)), ring_in, contact)


def _call(world, at, contact, direction, status, answered_by, talk, **columns):
    ring = world.dice("calls").randint(4, 28)
    ended = at + timedelta(seconds=ring + (talk or 0))
    return world.add(
        "calls",
        contact.account,
        ended,
        source=CALL_SYSTEM,
        call_id=world.new_id("t"),
        direction=direction,
        contact_id=contact.contact_id if world.dice("calls").chance(0.85) else None,
        contact_phone_e164=contact.phone,
        started_at=at,
        status=status,
        answered_by=answered_by,
        answered_at=at + timedelta(seconds=ring) if talk else None,
        duration_seconds=talk,
        **columns,
    )


def dial(world, at, contact):
    dice = world.dice("calls")
    ending = dice.weighted(ENDINGS)
    campaign = "c_b2b_outreach" if dice.chance(0.6) else None
    if ending in ("human", "machine", "unknown"):
        talk = int(dice.quantile(TALK) * AGENTS[contact.owner].talk) if ending != "machine" else dice.randint(5, 40)
        answered_by = ending if ending != "unknown" else dice.choice(["unknown", None])
        row = _call(
            world,
            at,
            contact,
            "outbound",
            "completed",
            answered_by,
            talk,
            agent_id=contact.owner,
            campaign_id=campaign,
        )
    else:
        talk = dice.randint(15, 45) if ending == "voicemail" else None
        row = _call(
            world,
            at,
            contact,
            "outbound",
            ending,
            "machine" if ending == "voicemail" else None,
            talk,
            agent_id=contact.owner,
            campaign_id=campaign,
        )
    if dice.chance(0.1) and talk:  # the leg to the rep's own phone
        _call(
            world,
            at + timedelta(seconds=1),
            contact,
            "outbound",
            "completed",
            "human",
            talk,
            agent_id=contact.owner,
            parent_call_id=row["call_id"],
        )
    _outcome(world, dice, at, contact, row, ending, talk or 0)


def _outcome(world, dice, at, contact, row, ending, talk):
    """What the rep wrote down, the label, and what the call led to."""
    ended = at + timedelta(seconds=talk + 30)
    if ending in ("human", "unknown"):
        names = [dice.weighted(TALKED if talk > 90 else CUT_SHORT)]
    else:
        names = [{"voicemail": "Left voicemail", "machine": "Left voicemail"}.get(ending, "No answer")]
    if names[0] in LABELS and dice.chance(0.5):
        crm.put_label(world, dice, ended + dice.minutes(1, 20), contact, LABELS[names[0]], row["campaign_id"])
    if names[0] == "Connected - not now" and dice.chance(0.4) and ended < END:
        crm.task(world, ended, contact, None, timedelta(days=dice.randint(7, 30)))
    if names[0] == "Connected - interested" and talk > 90:
        if dice.chance(0.9):
            crm.lead(world, ended, contact, "call", source_call_id=row["call_id"])
            if dice.chance(AGENTS[contact.owner].deal):
                opened = ended + timedelta(days=dice.randint(1, 9))
                world.plan(opened, crm.open_deal, contact, "u_casey", row["call_id"], crm.WARM)
        if dice.chance(0.15):
            names.append("Meeting set")
            world.plan(ended, crm.book_meeting, contact)
    for name in names:
        if dice.chance(0.9):
            recorded = ended + dice.seconds(5, 600)
            world.add(
                "call_outcomes",
                contact.account,
                recorded,
                source=CALL_SYSTEM,
                call_id=row["call_id"],
                outcome_name=name,
                recorded_at=recorded,
            )


def ring_in(world, at, contact):
    """An inbound call to the number on the web page."""
    dice = world.dice("calls")
    answered = dice.chance(0.8)
    row = _call(
        world,
        at,
        contact,
        "inbound",
        "completed" if answered else "no_answer",
        "human" if answered else None,
        int(dice.quantile(TALK)) if answered else None,
        agent_id=contact.owner if answered else None,
        tracking_number="+18005550199",
    )
    if answered and contact.account.account_id == "larkfield" and dice.chance(0.3):
        crm.lead(world, at + timedelta(minutes=10), contact, "call", source_call_id=row["call_id"])
