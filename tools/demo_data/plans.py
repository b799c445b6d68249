"""The sending plan of each campaign: who is sent what, and when."""

from datetime import datetime, timedelta

from . import commerce, engagement, messaging
from .campaign_types import SENDERS
from .campaigns import BY_ID
from .clock import START, to_local
from .people import local_time

WEEKLY_DAYS = [
    datetime(2026, 1, 29),
    datetime(2026, 2, 12),
    datetime(2026, 2, 26),
    datetime(2026, 3, 8),
    datetime(2026, 3, 26),
    datetime(2026, 4, 16),
    datetime(2026, 4, 30),
    datetime(2026, 5, 14),
    datetime(2026, 5, 28),
    datetime(2026, 6, 11),
]


def plan_everything(world, people):
    shop, europe, sales = people["harbor_us"], people["harbor_eu"], people["larkfield"]
    blast(
        world, "c_us_winter", [datetime(2026, 1, 14)], pick(world, shop, 400, datetime(2026, 1, 10)), hour=11
    )
    spring = pick(world, shop, 440, datetime(2026, 4, 2))
    blast(world, "c_us_spring", [datetime(2026, 4, 9)], spring, hour=12)
    spring_season(world, shop, spring)
    weekly(world, pick(world, shop, 200, datetime(2026, 1, 25)))
    welcome(world, "c_us_welcome", shop, (0, 2, 6))
    welcome(world, "c_eu_welcome", europe, (0, 3))
    carts(world, shop)
    orders(world, shop, 85)
    orders(world, europe, 40)
    keyword(world, "c_us_pine", shop, 48)
    keyword(world, "c_eu_gewinn", europe, 36)
    blast(
        world, "c_eu_sale", [datetime(2026, 3, 26)], pick(world, europe, 290, datetime(2026, 3, 24)), hour=17
    )
    lookbook_days = [datetime(2026, 2, 19), datetime(2026, 4, 16), datetime(2026, 6, 18)]
    blast(
        world,
        "c_eu_vip",
        lookbook_days,
        pick(world, europe, 150, datetime(2026, 2, 15)),
        hour=18,
        held_out=0.1,
    )
    blast(world, "c_eu_advice", [datetime(2026, 6, 2)], by_stage(world, europe, subscriber=140, customer=20), hour=17)
    blast(world, "c_eu_preview", [datetime(2026, 6, 9)], by_stage(world, europe, subscriber=20, customer=110), hour=17)
    outreach(world, sales)
    blast(
        world,
        "c_b2b_webinar",
        [datetime(2026, 5, 5), datetime(2026, 5, 19)],
        pick(world, sales, 280, datetime(2026, 5, 1)),
        hour=10,
        held_out=0.15,
    )
    blast(world, "c_us_test", [datetime(2026, 2, 3)], shop[:8], hour=14)
    notices(world, shop)
    questions(world, people)


def pick(world, contacts, count, before):
    """A number of contacts who had signed up by then, in order of id."""
    known = [contact for contact in contacts if contact.created_at < before]
    chosen = world.dice("audiences").sample(known, min(count, len(known)))
    return sorted(chosen, key=lambda contact: contact.contact_id)


def by_stage(world, contacts, **counts):
    """So many contacts of each lifecycle stage, who signed up before June, in order of id."""
    dice = world.dice("audiences by stage")
    known = [contact for contact in contacts if contact.created_at < datetime(2026, 6, 1)]
    chosen = []
    for stage, count in counts.items():
        alike = [contact for contact in known if contact.stage == stage]
        chosen += dice.sample(alike, min(count, len(alike)))
    return sorted(chosen, key=lambda contact: contact.contact_id)


def enrol(world, at, contact, campaign, variant=None, held_out=False):
    world.add(
        "campaign_memberships",
        contact.account,
        at,
        campaign_id=campaign.campaign_id,
        contact_id=contact.contact_id,
        enrolled_at=at,
        variant=variant,
        is_holdout=True if held_out else None,
    )


def close_memberships(world, people):
    """Write how each membership in a flow ended, after all events."""
    by_id = {contact.contact_id: contact for contacts in people.values() for contact in contacts}
    for row in world.rows["campaign_memberships"]:
        campaign = BY_ID[row["campaign_id"]]
        left = by_id[row["contact_id"]].exits.get(campaign.campaign_id)
        if left and left[0] >= row["enrolled_at"]:
            row.update(exited_at=left[0], exit_reason=left[1])
        elif campaign.kind == "flow" and row["enrolled_at"] < datetime(2026, 6, 20):
            row.update(exited_at=row["enrolled_at"] + timedelta(days=14), exit_reason="completed")


def blast(world, campaign_id, days, audience, hour, held_out=0.0):
    """One message per day and contact, at the contact's hour; variants alternate."""
    campaign = BY_ID[campaign_id]
    dice = world.dice(f"plan {campaign_id}")
    variants = [template for template in campaign.templates if template.step == campaign.templates[0].step]
    for number, contact in enumerate(audience):
        control = dice.chance(held_out)
        first = variants[number % len(variants)]
        if held_out or len(variants) > 1:
            enrol(world, campaign.launched, contact, campaign, first.variant, control)
        if control:
            if dice.chance(0.5):
                messaging.skip(world, campaign.launched, contact, campaign, "holdout")
            continue
        for step, day in enumerate(days):
            template = first if step == 0 else campaign.templates[step]
            at = local_time(contact, day, hour) + dice.seconds(0, 1500)
            world.plan(at, messaging.send, contact, campaign, template)


def weekly(world, audience):
    """Thursday offers at 17:00, and one on the Sunday the clocks went forward: its late part, meant for 20:20, was
    scheduled with the winter offset and arrived at 21:20, in quiet hours."""
    campaign = BY_ID["c_us_weekly"]
    dice = world.dice("plan c_us_weekly")
    for contact in audience:
        for template, day in zip(campaign.templates, WEEKLY_DAYS):
            at = local_time(contact, day, 17) + dice.seconds(0, 2400)
            if day.weekday() == 6 and dice.chance(0.15):
                at = (
                    local_time(contact, day - timedelta(days=7), 20, 20)
                    + timedelta(days=7)
                    + dice.seconds(0, 1800)
                )
            world.plan(at, messaging.send, contact, campaign, template)


def welcome(world, campaign_id, contacts, days):
    """Step 1 a few minutes after sign-up, the others at 11:00 some days later; stops if the contact buys or opts out."""
    campaign = BY_ID[campaign_id]
    dice = world.dice(f"plan {campaign_id}")
    for contact in contacts:
        if contact.created_at < START or dice.chance(0.12):
            continue
        start = contact.created_at + dice.minutes(1, 6)
        enrol(world, start, contact, campaign)
        for template, wait in zip(campaign.templates, days):
            at = (
                start
                if wait == 0
                else local_time(
                    contact, to_local(contact.zone, start) + timedelta(days=wait), 11, dice.randint(0, 50)
                )
            )
            world.plan(at, messaging.send, contact, campaign, template)


def carts(world, contacts):
    """Abandoned carts: a reminder after about 45 minutes, another a day later."""
    campaign = BY_ID["c_us_cart"]
    dice = world.dice("plan c_us_cart")
    for contact in dice.sample(contacts, 165):
        day = max(START, contact.created_at) + timedelta(days=dice.randint(1, 150))
        left_at = local_time(contact, to_local(contact.zone, day), dice.randint(9, 19), dice.randint(0, 59))
        world.plan(left_at, commerce.leave_cart, contact)
        start = left_at + dice.minutes(35, 70)
        enrol(world, start, contact, campaign)
        for template, wait in zip(campaign.templates, (timedelta(), timedelta(hours=22))):
            world.plan(start + wait, messaging.send, contact, campaign, template)


def orders(world, contacts, count):
    """Orders without a message; in the United States they get order updates."""
    dice = world.dice("plan c_us_orders")
    for contact in dice.sample(contacts, count):
        day = max(START, contact.created_at) + timedelta(days=dice.randint(1, 175))
        at = local_time(contact, to_local(contact.zone, day), dice.randint(8, 21), dice.randint(0, 59))
        world.plan(at, commerce.order, contact, None, True)


def spring_season(world, contacts, texted):
    """The spring sale holds out 110 contacts, some of whom sign up while it is on. One in eight buys gear for the season, whether or not
    the sale was texted."""
    campaign = BY_ID["c_us_spring"]
    dice = world.dice("plan spring season")
    others = [contact for contact in contacts if contact.created_at < campaign.ended and contact not in texted]
    held_out = dice.sample(others, 110)
    for contact in [*texted, *held_out]:
        start = max(campaign.launched, contact.created_at + timedelta(minutes=5))
        if contact in held_out:
            enrol(world, start, contact, campaign, held_out=True)
        if dice.chance(0.125):
            day = start + timedelta(days=dice.randint(1, 27))
            at = local_time(contact, to_local(contact.zone, day), dice.randint(8, 21), dice.randint(0, 59))
            world.plan(at, commerce.buy_in_shop, contact)


def keyword(world, campaign_id, contacts, count):
    """People who text the keyword from the shop window, in various spellings; a few after the campaign ended."""
    campaign = BY_ID[campaign_id]
    dice = world.dice(f"plan {campaign_id}")
    days = ((campaign.ended or datetime(2026, 7, 1)) - campaign.launched).days
    for number, contact in enumerate(dice.sample(contacts, count)):
        late = campaign.ended and number >= count - 3
        day = campaign.launched + timedelta(
            days=days + 5 if late else int(days * dice.random() * dice.random())
        )
        at = max(
            local_time(contact, to_local(contact.zone, day), dice.randint(10, 19), dice.randint(0, 59)),
            contact.created_at + timedelta(minutes=5),
        )
        word = dice.weighted(
            {
                campaign.columns["keyword"].upper(): 5,
                campaign.columns["keyword"].title(): 4,
                campaign.columns["keyword"].lower(): 3,
                campaign.columns["keyword"].title() + "!": 1,
            }
        )
        world.plan(at, engagement.enter_keyword, contact, campaign, word)


def outreach(world, contacts):
    """Four notes over two weeks, on working days; it ends with a reply, a meeting or an opt-out."""
    campaign = BY_ID["c_b2b_outreach"]
    dice = world.dice("plan c_b2b_outreach")
    for number, contact in enumerate(pick(world, contacts, 330, datetime(2026, 4, 20))):
        day = max(
            campaign.launched + timedelta(days=(number * 7) % 91), contact.created_at + timedelta(days=1)
        )
        day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
        enrol(world, local_time(contact, day, 8), contact, campaign)
        for template, wait in zip(campaign.templates, (0, 3, 7, 14)):
            step_day = day + timedelta(days=wait)
            step_day += timedelta(days=(7 - step_day.weekday()) % 7 if step_day.weekday() > 4 else 0)
            at = local_time(
                contact, step_day, dice.weighted({9: 3, 10: 5, 11: 3, 14: 3, 15: 2}), dice.randint(0, 59)
            )
            world.plan(at, messaging.send, contact, campaign, template)


def notices(world, contacts):
    """Messages from the shop's software, without campaign or template."""
    dice = world.dice("plan notices")
    for contact in dice.sample(contacts, 110):
        day = max(START, contact.created_at) + timedelta(days=dice.randint(1, 170))
        at = local_time(contact, to_local(contact.zone, day), dice.randint(8, 20), dice.randint(0, 59))
        world.plan(at, notice, contact)


def notice(world, at, contact):
    body = f"Your Harbor & Pine login code is {world.dice('plan notices').randint(100000, 999999)}"
    messaging.write(
        world, at, contact, body=body, origin="api", sender="+16175550191", purpose="transactional"
    )


def questions(world, people):
    """People who write without a recent message to them."""
    dice = world.dice("plan questions")
    for account_id, count in (("harbor_us", 45), ("harbor_eu", 25), ("larkfield", 30)):
        for contact in dice.sample(people[account_id], count):
            day = max(START, contact.created_at) + timedelta(days=dice.randint(1, 172))
            at = local_time(contact, to_local(contact.zone, day), dice.randint(8, 22), dice.randint(0, 59))
            world.plan(
                at,
                engagement.write_in,
                contact,
                dice.weighted({"question": 6, "pricing_request": 2, "other": 1}),
                SENDERS[account_id],
            )
