"""Accounts, their staff, and the contacts they text."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .clock import END, START, to_utc
from .world import nightly

FIRST_NAMES = (
    "Ada Amara Anders Anika Bea Bennet Bruno Callum Carla Cedric Chiara Cleo Dalia Daria Devin Edda "
    "Eliot Elsa Emre Enzo Fadi Farah Fiona Gesa Greta Gwen Hana Hugo Ida Ilja Imani Ines Ivo Jada "
    "Jelena Jonah Juno Kaia Keiko Kian Lale Leif Levin Liv Luca Mabel Malik Mara Mats Mila Nadia "
    "Neil Nia Noor Oda Omar Otis Pia Priya Quinn Rafael Remy Rosa Runa Samir Selma Silas Tara Theo "
    "Tilda Uma Vera Viktor Wanda Willa Xenia Yara Yusuf Zara Zoe"
).split()
LAST_NAMES = (
    "Abend Alder Anselm Ashdown Bexley Birkholt Brandt Calloway Castellan Corbin Dahlke Delamar Dorn "
    "Eastwick Ebner Falkner Fenwick Finch Gantry Gerling Halden Hartwig Holloway Ibbot Imhof Jessop "
    "Kessling Kirchfeld Lakewood Lindqvist Lorrimer Marlow Mertens Nightley Norwood Oakden Ostrow "
    "Pemberly Quade Radley Rosenow Sandhurst Sellbach Tarnow Thornbury Ulmer Vantongeren Vossberg "
    "Wexcombe Winterfeld Yardley Zellner"
).split()

# area code -> (region, time zone); 100 numbers each are reserved for fiction (555-0100 to 555-0199)
US_AREAS = {
    "212": ("US-NY", "America/New_York"),
    "718": ("US-NY", "America/New_York"),
    "617": ("US-MA", "America/New_York"),
    "305": ("US-FL", "America/New_York"),
    "404": ("US-GA", "America/New_York"),
    "704": ("US-NC", "America/New_York"),
    "215": ("US-PA", "America/New_York"),
    "216": ("US-OH", "America/New_York"),
    "312": ("US-IL", "America/Chicago"),
    "512": ("US-TX", "America/Chicago"),
    "713": ("US-TX", "America/Chicago"),
    "612": ("US-MN", "America/Chicago"),
    "303": ("US-CO", "America/Denver"),
    "801": ("US-UT", "America/Denver"),
    "602": ("US-AZ", "America/Phoenix"),
    "206": ("US-WA", "America/Los_Angeles"),
    "503": ("US-OR", "America/Los_Angeles"),
    "415": ("US-CA", "America/Los_Angeles"),
    "213": ("US-CA", "America/Los_Angeles"),
}
# German and Austrian contacts share the numbers that the German regulator reserves for films
EU_AREAS = {
    "+493023125": ("DE-BE", "Europe/Berlin"),
    "+494066969": ("DE-HH", "Europe/Berlin"),
    "+492214710": ("DE-NW", "Europe/Berlin"),
    "+496990009": ("DE-HE", "Europe/Berlin"),
    "+498999998": ("DE-BY", "Europe/Berlin"),
}
US_CARRIERS = {"Bluebell Mobile": 5, "Cardinal Wireless": 4, "Tri-State Cell": 3}
EU_CARRIERS = {"Nordfunk": 4, "Spreetel": 3, "Alpenmobil": 2}


@dataclass(frozen=True)
class Account:
    account_id: str
    account_name: str
    account_type: str
    time_zone: str
    currency: str
    vendor: str
    parent_account_id: str = None
    contacts: int = 0


ACCOUNTS = (
    Account("harbor_us", "Harbor & Pine", "admin", "America/New_York", "USD", "twilio", contacts=690),
    Account(
        "harbor_eu",
        "Harbor & Pine Europe",
        "sub_account",
        "Europe/Berlin",
        "EUR",
        "klaviyo",
        "harbor_us",
        contacts=345,
    ),
    Account(
        "larkfield", "Larkfield Systems", "standalone", "America/New_York", "USD", "telnyx", contacts=440
    ),
)

# (owner, account, role, team, time zone)
OWNERS = (
    ("u_kim", "harbor_us", "CS", "Store care", "America/New_York"),
    ("u_lee", "harbor_us", "CS", "Store care", "America/Los_Angeles"),
    ("u_jonas", "harbor_eu", "CS", "Kundenservice", "Europe/Berlin"),
    ("u_lena", "harbor_eu", "CS", "Kundenservice", "Europe/Berlin"),
    ("u_riley", "larkfield", "SDR", "Outbound East", "America/New_York"),
    ("u_jordan", "larkfield", "SDR", "Outbound East", "America/New_York"),
    ("u_sam", "larkfield", "SDR", "Outbound West", "America/Los_Angeles"),
    ("u_morgan", "larkfield", "AE", "Closing", "America/New_York"),
    ("u_casey", "larkfield", "AE", "Closing", "America/Chicago"),
    ("u_ops", "larkfield", "other", "Revenue operations", "America/New_York"),
)


@dataclass
class Contact:
    contact_id: str
    account: Account
    first: str
    last: str
    email: str
    phone: str
    region: str
    country: str
    zone: str
    created_at: datetime
    stage: str
    persona: str
    segment: str
    tier: str
    owner: str
    customer_id: str
    line_type: str
    warmth: float  # multiplies the chance of a reply or click: people differ
    consent: list = field(default_factory=list)  # (time, True = may be texted), in order
    changed_at: datetime = None  # time of the last attribute change
    exits: dict = field(default_factory=dict)  # campaign -> (time, reason) of leaving its flow

    def may_be_texted(self, at):
        allowed = [state for time, state in self.consent if time <= at]
        return not allowed or allowed[-1]


def phone_pool(account):
    """All fictional numbers of the account's areas, mixed by area; 555-019x are senders."""
    if account.account_id == "harbor_eu":
        return [
            (f"{prefix}{last:03d}", *place) for last in range(100, 180) for prefix, place in EU_AREAS.items()
        ]
    wanted = range(100, 145) if account.account_id == "harbor_us" else range(145, 180)
    return [(f"+1{area}5550{last}", *place) for last in wanted for area, place in US_AREAS.items()]


def make_accounts(world):
    opened = datetime(2025, 6, 2, 14, 0)
    for account in ACCOUNTS:
        world.add(
            "accounts",
            account,
            opened,
            parent_account_id=account.parent_account_id,
            account_name=account.account_name,
            account_type=account.account_type,
            time_zone=account.time_zone,
            reporting_currency=account.currency,
        )
    by_id = {account.account_id: account for account in ACCOUNTS}
    for owner_id, account_id, role, team, zone in OWNERS:
        world.add(
            "owners",
            by_id[account_id],
            nightly(opened),
            source="hubspot",
            late=timedelta(),
            owner_id=owner_id,
            role=role,
            team=team,
            time_zone=zone,
        )


def _signup_time(dice, previous_cumulative_share, zone):
    """Most signed up before the half-year, the others during it, in the daytime."""
    if dice.chance(previous_cumulative_share):
        day = datetime(2025, 7, 1) + timedelta(days=dice.randint(0, 180))
    else:
        day = START + timedelta(days=dice.randint(0, (END - START).days - 12))
    return to_utc(zone, day + dice.seconds(8 * 3600 + 1800, 20 * 3600 + 1800))


def _traits(dice, account):
    """(stage, persona, segment, tier, owner) that fit the account's business."""
    tier = dice.weighted({"high": 2, "medium": 4, "low": 5, None: 1})
    if account.account_id == "larkfield":
        owner = dice.weighted({"u_riley": 4, "u_jordan": 3, "u_sam": 3})
        stage = dice.weighted({"lead": 6, "mql": 3, "sql": 1})
        persona = dice.weighted({"ops_leader": 4, "it_director": 3, "founder": 2, "finance": 2})
        return stage, persona, dice.weighted({"smb": 5, "mid_market": 4, "enterprise": 1}), tier, owner
    owners = {"u_kim": 1, "u_lee": 1} if account.account_id == "harbor_us" else {"u_jonas": 1, "u_lena": 1}
    stage = dice.weighted({"subscriber": 6, "customer": 4})
    persona = dice.weighted({"hiker": 4, "commuter": 3, "gift_buyer": 2, None: 1})
    owner = dice.weighted(owners) if dice.chance(0.3) else None
    return stage, persona, dice.weighted({"new": 4, "repeat": 3, "vip": 1}), tier, owner


def _line_type(dice):
    return dice.weighted(
        {"mobile": 940, "landline": 18, "fixed_voip": 10, "non_fixed_voip": 14, "unknown": 18}
    )


def make_contacts(world):
    """Contacts by account id, each with its phone and first consent."""
    people, used = {}, Counter()
    for account in ACCOUNTS:
        dice = world.dice(f"people {account.account_id}")
        pool = phone_pool(account)
        people[account.account_id] = [
            _make_contact(world, dice, account, pool[number], used) for number in range(account.contacts)
        ]
    return people


def _make_contact(world, dice, account, place, used):
    phone, region, zone = place
    first, last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
    used[first, last] += 1
    suffix = used[first, last] if used[first, last] > 1 else ""
    domain = dice.weighted({"example.com": 6, "example.net": 3, "example.org": 2})
    retail = account.account_id != "larkfield"
    created_at = _signup_time(dice, 0.5 if retail else 0.7, zone)
    stage, persona, segment, tier, owner = _traits(dice, account)
    contact_id = world.new_id("p")
    contact = Contact(
        contact_id,
        account,
        first,
        last,
        f"{first}.{last}{suffix}@{domain}".lower(),
        phone,
        region,
        region[:2],
        zone,
        created_at,
        stage,
        persona,
        segment,
        tier,
        owner,
        f"C{contact_id[1:]}" if stage == "customer" or dice.chance(0.2) else None,
        _line_type(dice),
        warmth=dice.quantile([(0, 0.2), (0.5, 0.8), (0.9, 1.6), (1, 3.5)]),
    )
    _write_phone(world, dice, contact)
    _write_consent(world, dice, contact)
    return contact


def _write_phone(world, dice, contact):
    carriers = EU_CARRIERS if contact.country == "DE" else US_CARRIERS
    world.add(
        "contact_phones",
        contact.account,
        contact.created_at,
        source="hubspot",
        contact_id=contact.contact_id,
        phone_e164=contact.phone,
        valid_from=contact.created_at,
        is_primary=True,
        line_type=contact.line_type,
        carrier_name=dice.weighted(carriers) if contact.line_type == "mobile" else None,
    )


def _write_consent(world, dice, contact):
    """Shoppers fill in a form (and confirm in Germany, by law); most sales contacts are imported, a few without consent."""
    common = {"contact_id": contact.contact_id, "contact_phone_e164": contact.phone, "scope": "account"}
    method = dice.weighted({"web_form": 6, "keyword": 1, "api": 1})
    if contact.account.account_id == "larkfield":
        method = dice.weighted({"import": 6, "web_form": 3, "agent": 1, None: 1})
    if method is None:
        return
    world.add(
        "consent_events",
        contact.account,
        contact.created_at,
        consent_event_id=world.new_id("k"),
        consent_action="opt_in",
        method=method,
        occurred_at=contact.created_at,
        **common,
    )
    if contact.country == "DE":
        confirmed = contact.created_at + dice.seconds(20, 900)
        world.add(
            "consent_events",
            contact.account,
            confirmed,
            consent_event_id=world.new_id("k"),
            consent_action="opt_in_confirmed",
            method="keyword",
            keyword="JA",
            occurred_at=confirmed,
            **common,
        )


def write_contacts(world, people):
    """Write the contacts table last, because it has current values (stage, tier, owner)."""
    dice = world.dice("contact rows")
    for account in ACCOUNTS:
        for contact in people[account.account_id]:
            synced = dice.minutes(2, 90)
            world.add(
                "contacts",
                account,
                contact.changed_at or contact.created_at,
                source="hubspot",
                late=synced,
                contact_id=contact.contact_id,
                created_at=contact.created_at,
                email=contact.email,
                external_customer_id=contact.customer_id,
                owner_id=contact.owner,
                lifecycle_stage=contact.stage,
                persona=contact.persona,
                customer_segment=contact.segment,
                intent_tier=contact.tier,
                region=contact.region if dice.chance(0.95) else None,
                country=contact.country,
                time_zone=contact.zone if dice.chance(0.8) else None,
            )


def change(world, contact, attribute, value, at, source):
    """Change an attribute of a contact, with a row of history."""
    field_name = {
        "lifecycle_stage": "stage",
        "intent_tier": "tier",
        "owner_id": "owner",
        "customer_segment": "segment",
    }[attribute]
    if getattr(contact, field_name) == value:
        return
    setattr(contact, field_name, value)
    contact.changed_at = at
    note_attribute(world, at, contact, attribute, value, source)


def note_attribute(world, at, contact, attribute, value, source):
    world.add(
        "contact_attribute_history",
        contact.account,
        at,
        source="hubspot",
        contact_id=contact.contact_id,
        attribute_name=attribute,
        changed_at=at,
        attribute_value=value,
        change_source=source,
    )


def start_history(world, people):
    """The first stage of half the contacts; the others have only their current value."""
    dice = world.dice("history")
    for contacts in people.values():
        for contact in contacts:
            if dice.chance(0.5):
                note_attribute(world, contact.created_at, contact, "lifecycle_stage", contact.stage, "created")
            if dice.chance(0.06):
                at = max(START, contact.created_at) + timedelta(days=dice.randint(10, 170))
                world.plan(at, rescore, contact)


FLEETS = ("under 20", "20 to 99", "100 and more")


def note_fleets(world, contacts):
    """An attribute of Larkfield's own, known of a fifth of its contacts; some fleets grew."""
    dice = world.dice("fleets")
    for contact in dice.sample(contacts, len(contacts) // 5):
        size = dice.weighted({0: 5, 1: 3, 2: 1})
        at = max(START, contact.created_at) + timedelta(days=dice.randint(0, 60))
        note_fleet(world, at, contact, size)
        if size < 2 and dice.chance(0.3):
            note_fleet(world, at + timedelta(days=dice.randint(20, 90)), contact, size + 1)


def note_fleet(world, at, contact, size):
    if at <= END:
        note_attribute(world, at, contact, "fleet_size", FLEETS[size], "form")


def rescore(world, at, contact):
    tier = world.dice("history").choice(["high", "medium", "low"])
    change(world, contact, "intent_tier", tier, at, "scoring")


def local_time(contact, day, hour, minute=0):
    """UTC of a time of day in the contact's zone."""
    return to_utc(contact.zone, datetime(day.year, day.month, day.day, hour, minute))
