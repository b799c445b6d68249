"""Sales after a reply: leads, tasks, meetings, deals, and periods in which a rep works a contact."""

from datetime import timedelta
from decimal import Decimal

from . import messaging
from .campaigns import BY_ID, SHOPS
from .clock import END, START, next_working_time, to_local
from .people import change, local_time
from .world import nightly

CRM = "hubspot"
# intent -> (chance of a lead, of a task, of a meeting)
INTEREST = {
    "meeting_request": (0.9, 0.8, 0.75),
    "pricing_request": (0.65, 0.75, 0.45),
    "positive": (0.5, 0.4, 0.45),
    "question": (0.25, 0.3, 0.18),
    "deferral": (0.05, 0.5, 0.02),
    "objection": (0.0, 0.15, 0.05),
}
STAGES = ("discovery", "demo", "proposal", "negotiation", "closed_won", "closed_lost")
# how often a deal is lost for ten times that it moves on: deals in general, and after a talk on the phone
COLD, WARM = 5, 1


def note_interest(world, at, contact, message_id, intent, campaign):
    """A reply to a rep, which may lead to a lead, a task and a meeting."""
    dice = world.dice("interest")
    if intent == "reschedule":
        return move_meeting(world, at, contact)
    lead_chance, task_chance, meeting_chance = INTEREST.get(intent, (0, 0, 0))
    if dice.chance(lead_chance):
        lead(
            world,
            at + dice.minutes(0, 200),
            contact,
            "sms",
            source_message_id=message_id,
            campaign_id=campaign.campaign_id if campaign and dice.chance(0.7) else None,
        )
        change(world, contact, "lifecycle_stage", "mql", at, CRM)
    if dice.chance(task_chance):
        task(
            world,
            at
            + (
                dice.seconds(1, 5)
                if intent in ("meeting_request", "pricing_request")
                else dice.minutes(20, 900)
            ),
            contact,
            message_id,
            timedelta(hours=4) if intent in ("meeting_request", "pricing_request") else timedelta(days=2),
        )
    if dice.chance(meeting_chance):
        world.plan(
            next_working_time(contact.zone, at + dice.delay([(0, 400), (0.5, 7200), (1, 170000)])),
            book_meeting,
            contact,
        )


def lead(world, at, contact, channel, **columns):
    if at < END:
        world.add(
            "leads",
            contact.account,
            at,
            source=CRM,
            lead_id=world.new_id("n"),
            contact_id=contact.contact_id,
            created_at=at,
            source_channel=channel,
            **columns,
        )


def task(world, at, contact, message_id, due_in):
    """A follow-up task: mostly done, often late, some escalated, some forgotten."""
    dice = world.dice("tasks")
    due = at + due_in
    done = at + dice.delay([(0, 600), (0.4, 5000), (0.7, 40000), (1, 500000)]) if dice.chance(0.78) else None
    late = done is None or done > due
    world.add(
        "tasks",
        contact.account,
        at,
        source=CRM,
        task_id=world.new_id("y"),
        contact_id=contact.contact_id,
        owner_id=contact.owner,
        created_at=at,
        due_at=due,
        completed_at=done if done and done < END else None,
        escalated_at=due + timedelta(hours=2) if late and dice.chance(0.35) and due < END else None,
        source_message_id=message_id,
    )


def put_label(world, dice, at, contact, name, campaign_id):
    """A label on a contact; one in seven is taken off later."""
    if at > END:
        return
    off = at + timedelta(days=dice.randint(2, 40))
    world.add(
        "label_assignments",
        contact.account,
        at,
        label_assignment_id=world.new_id("b"),
        contact_id=contact.contact_id,
        campaign_id=campaign_id,
        label_name=name,
        assigned_at=at,
        removed_at=off if off <= END and dice.chance(0.15) else None,
    )


def engage(world, at, contact, channel, days):
    """A period in which a rep or a sequence works the contact, and automatic messages should pause."""
    ends = at + timedelta(days=days)
    over = ends < END and world.dice("engaged").chance(0.9)
    world.add(
        "sales_engagements",
        contact.account,
        at,
        source=CRM,
        engagement_id=world.new_id("g"),
        contact_id=contact.contact_id,
        channel=channel,
        started_at=at,
        ended_at=ends if over else None,
    )


# --- meetings -----------------------------------------------------------------------------------------------------


def book_meeting(world, at, contact, link_id=None):
    dice = world.dice("meetings")
    starts = _slot(dice, contact, at, dice.randint(1, 9))
    row = world.add(
        "meetings",
        contact.account,
        at,
        source=CRM,
        meeting_id=world.new_id("h"),
        contact_id=contact.contact_id,
        owner_id=dice.choice(["u_morgan", "u_casey"]),
        booked_at=at,
        starts_at=starts,
        outcome="scheduled",
        source_link_id=link_id,
    )
    contact.exits.setdefault("c_b2b_outreach", (at, "stage_advanced"))
    change(world, contact, "lifecycle_stage", "sql", at, CRM)
    change(world, contact, "intent_tier", "high", at, "meeting booked")
    _report_conversion(world, at, contact, dice.choice(["demo_request", "booking", "consultation"]))
    _remind(world, contact, at, starts)
    world.plan(starts + timedelta(minutes=45), hold_meeting, contact, row)


def _slot(dice, contact, at, days):
    day = to_local(contact.zone, at) + timedelta(days=days)
    day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
    return local_time(contact, day, dice.randint(9, 16), dice.choice([0, 30]))


def _remind(world, contact, at, starts):
    campaign = BY_ID["c_b2b_reminder"]
    remind_at = starts - timedelta(hours=23)
    if remind_at > at + timedelta(hours=1):
        when = to_local(contact.zone, starts).strftime("tomorrow at %H:%M")
        world.plan(remind_at, _send_reminder, contact, campaign, when)


def _send_reminder(world, at, contact, campaign, when):
    messaging.send(world, at, contact, campaign, campaign.templates[0], when=when)


def move_meeting(world, at, contact):
    """The contact asks for another time: the open meeting becomes rescheduled, and a new one is booked."""
    meetings = [
        row
        for row in world.find("meetings", contact_id=contact.contact_id, outcome="scheduled")
        if row["starts_at"] > at
    ]
    if meetings:
        world.correct("meetings", meetings[-1], outcome="rescheduled", loaded_at=nightly(at))
        book_meeting(world, at + world.dice("meetings").minutes(5, 300), contact)


def hold_meeting(world, at, contact, row):
    dice = world.dice("meetings")
    if row["outcome"] != "scheduled":
        return
    outcome = dice.weighted({"completed": 68, "no_show": 17, "canceled": 9, "rescheduled": 6})
    world.correct("meetings", row, outcome=outcome, loaded_at=nightly(at))
    if outcome == "rescheduled":
        book_meeting(world, at + timedelta(hours=1), contact, row["source_link_id"])
    if outcome == "completed" and dice.chance(0.7):
        world.plan(at + dice.minutes(10, 2000), open_deal, contact, row["owner_id"])


def act_on_link(world, at, message):
    """Book a meeting or submit the form behind the link."""
    dice = world.dice("link actions")
    contact, template = message.contact, message.template
    if template.purpose == "meeting":
        book_meeting(world, at, contact, message.link_id)
        return
    world.add(
        "form_submissions",
        contact.account,
        at,
        source="web_forms",
        form_submission_id=world.new_id("f"),
        contact_id=contact.contact_id if dice.chance(0.5) else None,
        email=contact.email,
        form_id="webinar-may",
        source_link_id=message.link_id if dice.chance(0.8) else None,
        submitted_at=at,
        page_url=SHOPS["larkfield"] + "webinar",
        phone_e164=contact.phone if dice.chance(0.4) else None,
    )
    _report_conversion(world, at, contact, "lead_form")
    lead(
        world,
        at + timedelta(seconds=30),
        contact,
        "form",
        campaign_id=message.campaign.campaign_id if dice.chance(0.6) else None,
    )


def _report_conversion(world, at, contact, kind):
    """Demo requests and forms are primary conversions without money; the form tool reports all, the CRM also some."""
    dice = world.dice("form conversions")
    key = world.new_id("D")
    for source, method, chance in (("web_forms", "client", 1.0), (CRM, "server", 0.4)):
        if dice.chance(chance):
            told = at + dice.seconds(0, 40)
            world.add(
                "conversions",
                contact.account,
                told,
                source=source,
                conversion_id=world.new_id("o"),
                conversion_type=kind,
                conversion_class="primary",
                business_key=key if dice.chance(0.85) else None,
                occurred_at=told,
                tracking_method=method,
                **(
                    {"contact_id": contact.contact_id}
                    if method == "server"
                    else {"email": contact.email.title()}
                ),
            )


# --- deals --------------------------------------------------------------------------------------------------------


def open_deal(world, at, contact, owner, call_id=None, lost=COLD):
    dice = world.dice("deals")
    amount = Decimal(dice.randint(12, 300) * 120)
    deal = world.add(
        "deals",
        contact.account,
        at,
        source=CRM,
        deal_id=world.new_id("d"),
        created_at=at,
        pipeline_id="new_business",
        current_stage=STAGES[0],
        owner_id=owner,
        source_call_id=call_id,
        amount=amount if dice.chance(0.95) else None,
        currency="USD" if dice.chance(0.92) else "EUR",
    )
    world.add(
        "deal_contacts",
        contact.account,
        at,
        source=CRM,
        deal_id=deal["deal_id"],
        contact_id=contact.contact_id,
    )
    change(world, contact, "lifecycle_stage", "opportunity", at, CRM)
    enter_stage(world, at, contact, deal, 0, lost)


def enter_stage(world, at, contact, deal, number, lost):
    """Move a deal forward by one or two stages, sometimes back, until won or lost."""
    dice = world.dice("deals")
    stage = STAGES[number]
    world.add(
        "deal_stage_history",
        contact.account,
        at,
        source=CRM,
        deal_id=deal["deal_id"],
        stage_id=stage,
        entered_at=at,
        stage_order=number + 1,
    )
    deal.update(current_stage=stage, loaded_at=nightly(at))
    if number >= 4:
        deal.update(closed_at=at, is_won=number == 4)
        if number == 4:
            change(world, contact, "lifecycle_stage", "customer", at, CRM)
        return
    if dice.chance(0.03 * lost):
        return
    move = dice.weighted({min(number + 2, 4): 2, number + 1: 10, 5: lost, max(number - 1, 0): 1})
    if move != number:
        world.plan(
            at + dice.delay([(0, 80000), (0.5, 700000), (1, 2600000)]), enter_stage, contact, deal, move, lost
        )


def add_second_contacts(world, people):
    """Some deals have two contacts; a deal still counts once."""
    dice = world.dice("second contacts")
    for deal in world.rows["deals"]:
        if dice.chance(0.3):
            contact = dice.choice(people["larkfield"])
            world.rows["deal_contacts"].append(
                {
                    "deal_id": deal["deal_id"],
                    "contact_id": contact.contact_id,
                    "account_id": deal["account_id"],
                    "loaded_at": deal["created_at"].replace(microsecond=0) + timedelta(minutes=30),
                    "source_system": CRM,
                }
            )


def plan_other_deals(world, people):
    """Deals and meetings that came without a text."""
    dice = world.dice("other deals")
    for contact in dice.sample(people["larkfield"], 22):
        day = to_local(contact.zone, max(START, contact.created_at) + timedelta(days=dice.randint(2, 150)))
        at = local_time(contact, day, dice.randint(9, 16), dice.randint(0, 59))
        if dice.chance(0.5):
            world.plan(at, open_deal, contact, "u_morgan")
        else:
            world.plan(at, book_meeting, contact)


def plan_sequences(world, people):
    """Reps work contacts by e-mail sequences and calls, some while the text flow runs: a collision."""
    dice = world.dice("sequences")
    for contact in dice.sample(people["larkfield"], 60):
        start = max(START, contact.created_at) + timedelta(
            days=dice.randint(5, 150), seconds=dice.randint(50000, 80000)
        )
        channel = dice.weighted({"email_sequence": 5, "call": 2, "linkedin": 2, "meeting": 1})
        world.plan(start, engage, contact, channel, dice.randint(1, 14))
