"""Small random sets of raw events, made to hit edges: ties, exact window ends, late, repeated and broken rows.

A set is an account of its own (now and then two), with ids and phone numbers that no other set has, so that hundreds of
sets fit into one folder and one build. The same seed gives the same sets. All cells are text, written in every spelling
that the raw-event contract allows.

What is left out on purpose, as the definitions do not decide it: different contents of a key at the same `loaded_at`;
opposite consents of a phone at one instant before a YES; a consent row that names a message of another account; different
rates of a day and a pair of currencies at the same `loaded_at`, however the currencies are spelled.

E-mail addresses, customer ids and anonymous ids belong to one set too, as phone numbers do. Currency rates are of no set:
the first one has those of all days.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from tests.python.oracle.contract import TABLES
from tests.python.oracle.replies import normalise

Row = dict[str, str]
RawRows = dict[str, list[Row]]

MICROSECOND = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# After one event, these are the instants at which something else changes its meaning.
EDGES = (0 * SECOND, 2 * SECOND, MINUTE, 30 * MINUTE, HOUR, DAY, 7 * DAY)
BEFORE_OR_AT = (-MICROSECOND, 0 * SECOND, 0 * SECOND)
AFTER_THE_WINDOW = (8 * DAY, 9 * DAY + 5 * HOUR, 11 * DAY)

ZONES = (
    "UTC", "America/New_York", "America/New_York", "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata",
    "Australia/Lord_Howe", "Pacific/Auckland", "UTC+2", "Mars/Olympus",
)  # fmt: skip
DESTINATIONS = (
    "https://shop.example/x?utm_source=sms", "https://shop.example/x#top", "https://ann:1@shop.example/y/@z?a=b#c", "HTTP://Shop.example:8080/",
    "shop.example/x", "?only=query",
)  # fmt: skip
# Days around changes to and from summer time, in both hemispheres, and plain ones; the first has weeks 364 days before others.
STARTS = tuple(
    datetime.fromisoformat(day)
    for day in ("2024-11-02", "2025-03-08", "2025-03-29", "2025-04-05", "2025-06-10", "2025-10-04", "2025-10-25", "2025-11-01")
)

REPLIES = (
    "Yes please", "ok", "ok", "tell me more", "who is this?", "", "STOP please", "no", "😀", "Stop calling\nthanks",
    "…", "yes yes", "STOP 12345", "Stop. Thank you", "ST\u0301OP", "S T O P", "停止", "👍\ufe0f",
)  # fmt: skip
OPT_OUTS = ("STOP", "stop.", " Stop! ", "OPT-OUT", "opt out", "Remove  me", "“Cancel”", "ARRET", "quit",
            "„Stop“", "« STOP »", "STOP！", "opt‑out", "ＳＴＯＰ", "𝐒𝐭𝐨𝐩", "S\u200bTOP", "ARRE\u0302T", "STOP ❤\ufe0f", "\u0301stop")
OPT_INS = ("START", "Unstop", "start!")
HELPS = ("HELP", "info?", "¿Help?")
KEYWORDS = ("JOIN", "Pizza!", "SAVE 10", "stop", "Größe", "１０％")
SAID_KEYWORDS = ("join", " Join. ", "PIZZA", "pizza!!", "save  10", "save 10 now", "STOP", "ＪＯＩＮ", "save-10", "GRÖSSE", "gro\u0308ße", "10", "“¹⁰”")
BODIES = (
    "Hello", "Hello", "", "a" * 160, "a" * 161, "1" * 152 + "€" + "2" * 152, "я" * 70, "я" * 71, "😀" * 67, "[" * 81,
    'He said "hi", twice', "line\nbreak", "Look: https://shop.example/a?b=c", "WWW.shop.example!", "now at bit.ly/3xYz", "me@example.com/x",
    "visit shop.example today", "and/or 5.5/10",
)  # fmt: skip
ERROR_CODES = (
    "", "", "30007", "30003", "21211", "30006", "21610", "30001", "30036", "30004", "30008", "99999",
    " carrier violation ", "DEVICE UNREACHABLE", "Message Blocked", "40300",
)  # fmt: skip
# These are told apart from other opt-ins where it matters.
NOT_FROM_A_LIST = {"yes", *map(normalise, OPT_INS)}
PHONE_BROWSER = "Mozilla/5.0 (iPhone)"
AGENTS = ("", *[PHONE_BROWSER] * 6, "WhatsApp/2.23", "facebookexternalhit/1.1", "curl/8")
ACTIONS = (
    "", "", "reply", "click", "reply, click", "meeting", "nonsense", "nonsense,click", "click,conversion", "form",
    "meeting,form,conversion",
)  # fmt: skip

# Few amounts, so that equal ones are common; some make half a cent at some rate.
AMOUNTS = tuple(Decimal(text) for text in ("10", "10", "10.00", "19.99", "33.33", "100.01", "0", "0.01"))
PRICES = tuple(Decimal(text) for text in ("0.0075", "0.0075", "0.01", "0.05", "0", "1", "-0.01"))
COSTS = tuple(Decimal(text) for text in ("10", "33.33", "100.01", "0", "0.01", "-10"))
CURRENCIES = (*["USD"] * 8, *["EUR"] * 4, *["GBP"] * 3, "XXX")
# Of EUR to GBP there is only the other direction. A currency has no rate to itself, whatever a row says.
PAIRS = (("EUR", "USD"), ("USD", "EUR"), ("GBP", "USD"), ("USD", "GBP"), ("GBP", "EUR"), ("USD", "USD"))
RATES = tuple(Decimal(text) for text in ("1.1", "1.083333", "0.9", "0.5", "1.5", "0.005"))
RATES_LOADED_AT = datetime(2025, 3, 1)

# The ends of the windows that the reference table gives to these types of conversion.
TWO_DAYS = ("purchase", "purchase", "purchase", "subscription", "phone_call", "gadget")
TWO_WEEKS = ("demo_request", "lead_form", "booking")
OWN_WINDOWS = (60, 24 * 60, 24 * 60, 5 * 24 * 60, 5 * 24 * 60, 0, -60, 45 * 24 * 60)  # minutes
SOURCES = ("shop", "crm", "pixel", None)
METHODS = ("server", "client", "import", "platform_reported", None)
CHANNELS = ("email", " Email ", "PAID", "paid", "organic", "direct", "SMS", " sms")
# Alike and nearer than ten minutes is the same.
GAPS = (0 * SECOND, MINUTE, 10 * MINUTE - MICROSECOND, 10 * MINUTE - MICROSECOND, 10 * MINUTE, 10 * MINUTE + MICROSECOND)

# Names are the same whatever their case; one is of the user's own.
ATTRIBUTES = ("persona", "persona", "Persona", " PERSONA ", "lifecycle_stage", "owner_id", "loyalty tier", "Loyalty Tier", "shoe size")
# A year's end in New York, in Berlin and in Kolkata, and the moment before.
YEAR_ENDS = tuple(
    moment - before
    for moment in (datetime(2025, 1, 1, 5), datetime(2024, 12, 31, 23), datetime(2024, 12, 31, 18, 30))
    for before in (0 * SECOND, MICROSECOND)
)


def random_sets(count: int, seed: int = 0, wordings: Sequence[str] = (), odd_spelling: float = 0.3) -> list[RawRows]:
    """`count` sets; the first one's rows name no account, as in a warehouse that has only one.

    `wordings`: what people say beside the texts above, such as the wordings of the reference table.
    `odd_spelling`: how many cells are written as other tools write them.
    """
    return [random_set(number, seed, wordings, odd_spelling) for number in range(count)]


def experiment_set(number: int, seed: int = 0) -> RawRows:
    """A set of some hundred contacts who were assigned to arms of one campaign: enough for a verdict, which few contacts never get."""
    return _ExperimentMaker(number, seed, (), 0.1).make()


def together(sets: list[RawRows]) -> RawRows:
    """All sets as one warehouse, every table present."""
    merged: RawRows = {name: [] for name in TABLES}
    for one in sets:
        for name, rows in one.items():
            merged[name] += rows
    return merged


def disturbed(raw: RawRows, seed: int) -> RawRows:
    """The same rows in another order, some of them repeated: no figure may change."""
    dice = random.Random(f"disturbed {seed}")
    result = {}
    for name, rows in raw.items():
        again = [dict(row) for row in rows for _ in range(dice.choice((1, 1, 1, 2, 3)))]
        dice.shuffle(again)
        result[name] = again
    return result


def rate_rows() -> Iterator[dict]:
    """Rates of every day that a set may reach, but for some days and for stretches of eight; the same ones each time."""
    spans = (range((start - 3 * DAY).toordinal(), (start + 31 * DAY).toordinal()) for start in STARTS)
    for day in map(date.fromordinal, sorted(set().union(*spans))):
        for pair in PAIRS:
            dice = random.Random(f"{day} {pair}")
            stretch, place = divmod(day.toordinal(), 9)
            if dice.random() < 0.12 or place > 0 and random.Random(f"{stretch} {pair}").random() < 0.3:
                continue
            spelled = [dice.choice((code, code, code, code.lower(), f" {code} ")) for code in pair]
            rate = dice.choice((Decimal("0"), Decimal("-1.1"))) if dice.random() < 0.05 else dice.choice(RATES)
            row = {"rate_date": day, "from_currency": spelled[0], "to_currency": spelled[1], "rate": rate}
            yield row | {"loaded_at": RATES_LOADED_AT}
            if dice.random() < 0.05:  # spelled another way, and loaded a minute before or after
                apart = dice.choice((MINUTE, -MINUTE))
                again = row | {"from_currency": f"{spelled[0]} ", "rate": dice.choice((*RATES, Decimal("0")))}
                yield again | {"loaded_at": RATES_LOADED_AT + apart}


@dataclass(frozen=True)
class _Touch:
    """Something that may have led a contact to a conversion."""

    at: datetime
    account: str
    contact: str | None
    phone: str | None = None
    anonymous: str | None = None
    window: timedelta | None = None  # its campaign's own


def random_set(number: int, seed: int = 0, wordings: Sequence[str] = (), odd_spelling: float = 0.3) -> RawRows:
    return _Maker(number, seed, wordings, odd_spelling).make()


class _Maker:
    def __init__(self, number: int, seed: int, wordings: Sequence[str], odd_spelling: float) -> None:
        self.odd_spelling = odd_spelling
        self.dice = random.Random(f"{seed}/{number}")
        self.tailor = random.Random(f"{seed}/{number}/tailor")
        self.number = number
        self.seed = seed
        self.prefix = f"s{number:04d}"
        self.rows: dict[str, list[dict]] = defaultdict(list)
        self.serial = 0
        self.wordings = [text for text in wordings if normalise(text) not in NOT_FROM_A_LIST]

    # --- dice ----------------------------------------------------------------------------------------

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def one_of(self, items, else_none: float = 0.0):
        """One of the items, or now and then (and where there are none) nothing."""
        items = list(items)
        return None if not items or self.chance(else_none) else self.dice.choice(items)

    def instant(self) -> datetime:
        """A time of the set: mostly one of a few, so that ties are common."""
        if self.chance(0.5):
            return self.dice.choice(self.hot)
        return self.start + 30 * MINUTE * self.dice.randrange(48 * 9)

    def near(self, moments) -> datetime:
        """A time at, or a microsecond before, the end of a window after one of these."""
        moments = list(moments)
        if not moments or self.chance(0.25):
            return self.instant()
        after = self.dice.choice(EDGES if self.chance(0.9) else AFTER_THE_WINDOW)
        return self.dice.choice(moments) + after + self.dice.choice(BEFORE_OR_AT)

    def unique_instant(self, moment: datetime) -> datetime:
        """Nearby, at an instant that nothing else of the set has."""
        self.serial += 1
        return moment + 7 * SECOND + self.serial * timedelta(milliseconds=1)

    def day(self) -> date:
        """A day of the set, of whichever zone."""
        return (self.instant() + self.dice.choice((0, 0, -1, 1)) * DAY).date()

    def currency(self, code: str | None = None) -> str | None:
        """The currency, or any, in one of its spellings; any may be none."""
        if code is None and self.chance(0.06):
            return self.dice.choice((None, " "))
        code = code or self.dice.choice(CURRENCIES)
        return self.dice.choice((code, code, code, code.lower(), f" {code.lower()} "))

    def respelled(self, identifier: str | None) -> str | None:
        """The same e-mail address, phone number or id with other white space and in another case."""
        if identifier is None or self.chance(0.6):
            return identifier
        middle = len(identifier) // 2
        inside = f"{identifier[:middle]}{self.dice.choice((' ', chr(9), chr(0xA0)))}{identifier[middle:]}"
        return self.dice.choice((identifier.upper(), f" {identifier.title()} ", inside))

    def new_id(self, kind: str) -> str:
        """Ids in no order, so that the order of ids says nothing about the order of time."""
        while True:
            name = f"{self.prefix}_{kind}{self.dice.randrange(1000):03d}"
            if name not in self.ids:
                self.ids.add(name)
                return name

    # --- one set -------------------------------------------------------------------------------------

    def make(self) -> RawRows:
        self.ids: set[str] = set()
        self.start = self.dice.choice(STARTS)
        self.hot = [self.start + 30 * MINUTE * self.dice.randrange(48 * 5) for _ in range(5)]
        # Midnight in New York, Berlin and Kolkata, and the moment before.
        self.hot += [self.start + self.dice.choice((4, 5, 22, 23, 18.5)) * HOUR - self.dice.choice((0, 1)) * MICROSECOND]
        self.with_yes = self.chance(0.5)
        self.without_receipts = self.chance(0.15)
        self.hashes_bodies = self.chance(0.1)
        self.phones = [f"+1{self.number:06d}{k:03d}" for k in range(self.dice.randint(2, 6))]
        self.senders = ["100", f"+2{self.number:06d}", "ACME"][: self.dice.randint(1, 3)]
        # Who is whose is for contacts and identity_links to say; the last of each kind only for the latter.
        self.identifiers = {
            "email": [f"{name}.{self.prefix}@example.com" for name in ("ann", "bob", "cat")],
            "phone": [*self.phones, f"+1{self.number:06d}900"],
            "customer_id": [f"cust-{self.prefix}-{k}" for k in range(3)],
            "anonymous_id": [f"{self.prefix}-Anon-{k}" for k in range(3)],
        }
        self.touches: list[_Touch] = []
        self.seen: list[tuple[str, str, datetime, str | None]] = []

        self.make_accounts()
        self.make_contacts()
        self.make_campaigns()
        self.make_messages()
        self.make_status_events()
        self.make_consents()
        self.make_links_and_clicks()
        self.make_touchpoints()
        self.make_conversions()
        self.make_adjustments()
        self.make_forms_and_meetings()
        self.make_leads()
        self.make_identity_links()
        self.make_costs_and_rates()
        self.make_memberships()
        self.make_the_rest()
        # With dice of their own: what else happens stays as it was.
        self.dice = random.Random(f"{self.seed}/{self.number}/crm")
        self.make_calls()
        self.make_call_leads()
        self.make_deals()
        self.make_work()
        self.make_attributes()
        self.make_lines_and_links()
        self.make_pipeline()
        self.make_sending_rules()
        return {name: self.disturb(name, self.rows[name]) for name in TABLES}

    def add(self, table: str, **values) -> dict:
        row = {"loaded_at": None, "source_system": self.one_of(("twilio", "klaviyo"), else_none=0.5)} | values
        self.rows[table].append(row)
        return row

    def make_accounts(self) -> None:
        self.accounts = [f"{self.prefix}_acct"]
        if self.number == 0:
            self.accounts = ["default"]
        elif self.chance(0.12):
            self.accounts.append(f"{self.prefix}_acct2")
        zone = self.dice.choice(ZONES)
        self.sure_of_account = self.chance(0.85)
        if self.sure_of_account:
            for account in self.accounts:
                currency = self.dice.choice((*["USD"] * 8, *["usd "] * 4, *["EUR"] * 4, "GBP", "GBP", "YYY"))
                name = f"Shop {account}" if int(self.prefix[1:]) % 3 else None
                self.add("accounts", account_id=account, account_name=name, time_zone=zone, reporting_currency=currency)

    def account(self) -> str:
        return self.dice.choice(self.accounts)

    def make_contacts(self) -> None:
        self.contacts = [f"{self.prefix}_{name}" for name in "bfdaec"[: self.dice.randint(2, 6)]]
        for contact in self.contacts:
            if self.chance(0.85):  # the others are unknown
                others = [other for other in self.contacts if other != contact]
                self.add(
                    "contacts",
                    contact_id=contact,
                    merged_into_contact_id=self.one_of([*others, contact, f"{self.prefix}_gone"], else_none=0.75),
                    is_test=self.flag(0.06),
                    persona=self.one_of(("buyer", "user"), else_none=0.5),
                    created_at=self.one_of((self.start - 10 * DAY, self.instant()), else_none=0.3),
                    email=self.respelled(self.one_of(self.identifiers["email"][:-1], else_none=0.4)),
                    external_customer_id=self.respelled(self.one_of(self.identifiers["customer_id"][:-1], else_none=0.5)),
                    account_id=self.account(),
                )
        for phone in self.phones:
            for owner in self.dice.sample(self.contacts, self.dice.choice((0, 1, 1, 2))):
                valid_from = self.one_of((self.start - 10 * DAY, self.start - 10 * DAY, self.instant()))
                ends = (valid_from + DAY, self.instant(), valid_from)
                self.add(
                    "contact_phones",
                    contact_id=owner,
                    phone_e164=phone,
                    valid_from=valid_from,
                    valid_to=self.one_of(ends, else_none=0.6),
                    line_type=self.one_of(("mobile", "landline", "satellite"), else_none=0.5),
                    account_id=self.account(),
                )
        self.everybody = [*self.contacts, f"{self.prefix}_stranger"]

    def flag(self, share: float):
        return True if self.chance(share) else self.dice.choice((None, None, False))

    def make_campaigns(self) -> None:
        self.campaigns: dict[str, str] = {}  # id -> account
        for name in "cab"[: self.dice.randint(1, 3)]:
            self.add_campaign(f"{self.prefix}_camp_{name}", self.dice.choice(("standard", "standard", "flow", "manual")))
        keywords = self.dice.sample(KEYWORDS, 2)
        for _ in range(self.dice.choice((0, 0, 1, 3))):
            keyword = self.dice.choice(keywords)
            self.add_campaign(self.new_id("kw"), "keyword", keyword=keyword, ended_at=self.one_of(self.hot, 0.6))
        # Named by messages only.
        self.unknown_campaign = f"{self.prefix}_camp_unknown"
        self.templates: dict[str, str | None] = {}
        for _ in range(self.dice.randint(0, 4)):
            template = self.new_id("t")
            self.templates[template] = self.one_of(self.campaigns, else_none=0.3)
            self.add(
                "templates",
                template_id=template,
                campaign_id=self.templates[template],
                ab_variant=self.one_of("AB", else_none=0.5),
                step_number=self.one_of((1, 2, 3), else_none=0.4),
                account_id=self.accounts[0],
            )

    def add_campaign(self, campaign_id: str, kind: str, **more) -> None:
        self.campaigns[campaign_id] = self.account()
        launched_at = self.one_of((self.start, *self.hot), else_none=0.25)
        self.add(
            "campaigns",
            campaign_id=campaign_id,
            account_id=self.campaigns[campaign_id],
            campaign_kind=kind,
            message_type=self.one_of(("promotional", "abandoned_cart", "newsletter"), else_none=0.5),
            created_at=self.one_of((self.start - 2 * DAY, *self.hot)),
            launched_at=launched_at,
            response_window_minutes=self.one_of((1, 30, 60, 10 * 24 * 60), else_none=0.6),
            response_actions=self.dice.choice(ACTIONS),
            attribution_window_minutes=self.one_of(OWN_WINDOWS, else_none=0.5),
            is_test=self.flag(0.06),
            **more,
        )

    # --- messages ------------------------------------------------------------------------------------

    def make_messages(self) -> None:
        total = self.dice.choice((5, 10, 20, 40, 60))
        self.unpriced = self.dice.choice((0, 0.1, 0.5, 1, 1))
        outbound = max(2, total * self.dice.choice((50, 60, 70)) // 100)
        self.outbound = [self.add_outbound() for _ in range(outbound)]
        self.inbound: list[dict] = []
        for _ in range(total - outbound):
            self.inbound.append(self.add_inbound())
        for _ in range(total // 6):  # people who answer
            asked = self.one_of(self.inbound)
            if asked is not None:
                self.outbound.append(self.add_outbound(answering=asked))

    def add_outbound(self, answering: dict | None = None) -> dict:
        dice = self.dice
        account = answering["account_id"] if answering else self.account()
        created_at = self.near([answering["created_at"]]) if answering else self.instant()
        statuses = ("sent", "sent", "queued", None) if self.without_receipts else (
            "delivered", "delivered", "delivered", "sent", "failed", "undelivered", "read", "scheduled", "queued",
            "canceled", None, None,
        )  # fmt: skip
        status = dice.choice(statuses)
        origin = dice.choice(("campaign_blast", "campaign_blast", "flow", "api", "unknown", "drip"))
        if answering and self.chance(0.7):
            origin = "manual_inbox"
        elif self.chance(0.15):
            origin = dice.choice(("manual_inbox", "keyword_auto_reply", "compliance_auto_reply"))
        own = [campaign for campaign, owner in self.campaigns.items() if owner == account]
        sender, phone, contact = self.senders, dice.choice(self.phones), self.one_of(self.everybody, else_none=0.35)
        if answering and self.chance(0.8):
            sender, phone, contact = [answering["sender_phone"]], answering["contact_phone_e164"], answering["contact_id"]
        user = self.one_of(("eve",), else_none=0.88)
        campaign = self.one_of(own, else_none=0.12)
        if answering and self.chance(0.2):  # a person with another tool, or what answers by itself under a person's name
            origin, campaign, user = dice.choice(("api", "unknown", "keyword_auto_reply")), None, "eve"
        if self.chance(0.05) and account == self.accounts[0]:
            campaign = self.unknown_campaign
        return self.add(
            "messages",
            message_id=self.new_id("m"),
            account_id=account,
            direction="outbound",
            channel=dice.choice(("sms", "sms", "mms", "pigeon")),
            send_origin=origin,
            contact_id=contact,
            contact_phone_e164=phone,
            sender_phone=dice.choice(sender),
            campaign_id=campaign,
            template_id=self.one_of([*self.templates, f"{self.prefix}_t_unknown"], else_none=0.4),
            step_number=self.one_of((1, 2, 3), else_none=0.7),
            ab_variant=self.one_of("AB", else_none=0.7),
            body=dice.choice(BODIES),
            body_is_hashed=True if self.hashes_bodies else self.flag(0.05),
            num_segments=self.one_of((0, 1, 2), else_none=0.5),
            created_at=created_at,
            sent_at=self.one_of((created_at, created_at, created_at + 2 * SECOND, self.instant()), else_none=0.4),
            current_status=status,
            current_status_at=None if status is None else self.one_of((self.near([created_at]),), else_none=0.4),
            error_code=dice.choice(ERROR_CODES),
            price_amount=self.one_of(PRICES, else_none=self.unpriced),
            price_currency=self.currency(),
            sent_by_user_id=user,
            is_test=self.flag(0.03),
        )

    def add_inbound(self) -> dict:
        dice = self.dice
        account = self.account()
        asked = self.one_of(self.outbound, else_none=0.1)
        created_at = self.near([asked["sent_at"] or asked["created_at"]] if asked else [])
        phone = asked["contact_phone_e164"] if asked and self.chance(0.85) else dice.choice(self.phones)
        said = (REPLIES, REPLIES, REPLIES, OPT_OUTS, OPT_OUTS, OPT_INS, HELPS, SAID_KEYWORDS, self.wordings or REPLIES)
        body = dice.choice(SAID_KEYWORDS if self.chance(0.1) else dice.choice(said))
        if self.with_yes and self.chance(0.3):
            body = dice.choice(("YES", "yes!", " Yes "))
        if self.with_yes and body in OPT_INS:
            created_at = self.unique_instant(created_at)
        contact = asked["contact_id"] if asked and self.chance(0.5) else self.one_of(self.everybody, else_none=0.6)
        named = self.one_of([row["message_id"] for row in (*self.outbound, *self.inbound)], else_none=0.75)
        return self.add(
            "messages",
            message_id=self.new_id("m"),
            account_id=asked["account_id"] if asked and self.chance(0.9) else account,
            direction="inbound",
            channel="sms",
            send_origin="unknown",
            contact_id=contact,
            contact_phone_e164=phone,
            sender_phone=asked["sender_phone"] if asked and self.chance(0.6) else dice.choice(self.senders),
            campaign_id=None,
            body=body,
            created_at=created_at,
            current_status=self.one_of(("received",), else_none=0.5),
            in_reply_to_message_id=f"{self.prefix}_m_unknown" if self.chance(0.03) else named,
            is_test=self.flag(0.03),
        )

    def make_status_events(self) -> None:
        statuses = ("sent", "queued", "accepted") if self.without_receipts else (
            "sent", "sent", "delivered", "delivered", "read", "failed", "undelivered", "queued", "canceled",
        )  # fmt: skip
        for message in (*self.outbound, *self.inbound):
            is_outbound = message["direction"] == "outbound"
            for _ in range(self.dice.choice((0, 1, 1, 2, 4)) if is_outbound else self.dice.choice((0, 0, 0, 1))):
                message_id = message["message_id"]
                status = self.dice.choice(statuses) if is_outbound else "received"
                event = self.add(
                    "message_status_events",
                    status_event_id=self.new_id("e"),
                    account_id=message["account_id"],
                    message_id=f"{self.prefix}_m_orphan" if self.chance(0.03) else message_id,
                    status=status,
                    status_raw=status.upper(),
                    error_code=self.dice.choice(ERROR_CODES),
                    occurred_at=self.near([message["sent_at"] or message["created_at"]])
                    if is_outbound
                    else message["created_at"],
                )
                if status in ("failed", "undelivered") and self.chance(0.4):  # told again, now without its code
                    again = event["occurred_at"] + self.dice.choice((0 * SECOND, SECOND, DAY))
                    told = {"status_event_id": self.new_id("e"), "error_code": "", "occurred_at": again}
                    self.add("message_status_events", **event | told)

    # --- consents, links, clicks -----------------------------------------------------------------------

    def make_consents(self) -> None:
        for _ in range(self.dice.choice((0, 0, 2, 4, 8))):
            if self.inbound and self.chance(0.45):
                self.add_consent_of(self.dice.choice(self.inbound))
            else:
                self.add_lone_consent()

    def add_consent_of(self, message: dict) -> None:
        """A consent row that names its message."""
        action = self.dice.choice(
            ("opt_out", "opt_out", "opt_in", "opt_in_confirmed", "help", "ai_filtered", "ai_filtered", "complaint")
        )
        if self.with_yes:
            said = normalise(message["body"])
            opting_in = said in {normalise(text) for text in OPT_INS}
            if said == "yes":
                # At an instant of its own, the row that says that YES meant yes.
                message["created_at"] = self.unique_instant(message["created_at"])
                action = "opt_in"
            elif action in ("opt_in", "opt_in_confirmed") and not opting_in:
                action = "opt_out"
            elif action == "opt_out" and opting_in:
                action = "help"
        self.add(
            "consent_events",
            consent_event_id=self.new_id("k"),
            account_id=message["account_id"],
            contact_id=self.one_of((message["contact_id"],), else_none=0.5),
            contact_phone_e164=message["contact_phone_e164"],
            sender_phone=self.one_of((message["sender_phone"],), else_none=0.3),
            consent_action=action,
            method=self.dice.choice(("keyword", "ai", "telepathy")),
            message_id=f"{self.prefix}_m_unknown" if self.chance(0.1) else message["message_id"],
            campaign_id=self.one_of(self.own_campaigns(message["account_id"]), else_none=0.6),
            occurred_at=message["created_at"] + self.dice.choice((0, 0, 5, 60, 3600, 86400, 300000)) * SECOND,
        )

    def add_lone_consent(self) -> None:
        """A consent row without a message: near an opt-out text, or somewhere after a message."""
        dice = self.dice
        account, phone = self.account(), dice.choice(self.phones)
        contact = self.one_of(self.everybody, else_none=0.6)
        action = dice.choice(
            ("opt_out", "opt_out", "opt_out", "ai_filtered", "ai_filtered", "opt_in", "opt_in_confirmed", "suppress")
        )
        stops = [row for row in self.inbound if row["body"] in OPT_OUTS]
        asked = self.one_of(self.outbound)
        moment = self.near([asked["sent_at"] or asked["created_at"]])
        if self.chance(0.7):
            account, phone, contact = asked["account_id"], asked["contact_phone_e164"], asked["contact_id"]
        if stops and self.chance(0.6):
            stop = dice.choice(stops)
            account, phone, contact = stop["account_id"], stop["contact_phone_e164"], stop["contact_id"]
            apart = dice.choice((0 * SECOND, SECOND, MINUTE - MICROSECOND, MINUTE, MINUTE + MICROSECOND))
            moment = stop["created_at"] + dice.choice((1, -1)) * apart
        if action in ("opt_in", "opt_in_confirmed") and self.with_yes:
            moment = self.unique_instant(moment)
        self.add(
            "consent_events",
            consent_event_id=self.new_id("k"),
            account_id=account,
            contact_id=contact,
            contact_phone_e164=phone,
            sender_phone=self.one_of(self.senders, else_none=0.4),
            consent_action=action,
            method="web_form",
            message_id=None,
            campaign_id=self.one_of([*self.own_campaigns(account), self.unknown_campaign], else_none=0.5),
            occurred_at=moment,
        )

    def own_campaigns(self, account: str) -> list[str]:
        return [campaign for campaign, owner in self.campaigns.items() if owner == account]

    def make_links_and_clicks(self) -> None:
        links = []
        for _ in range(self.dice.randint(0, 4)):
            message = self.one_of(self.outbound, else_none=0.6)
            campaign = message["campaign_id"] if message else self.one_of(self.campaigns, else_none=0.3)
            template = message["template_id"] if message else self.one_of(self.templates, else_none=0.4)
            link = self.add(
                "links",
                link_id=self.new_id("l"),
                account_id=self.accounts[0],
                message_id=message["message_id"] if message else None,
                campaign_id=None if self.chance(0.2) else campaign,
                template_id=None if self.chance(0.2) else template,
                destination_url=self.one_of(DESTINATIONS, else_none=0.1),
                link_purpose=self.one_of(("product", "meeting", "form", "survey"), else_none=0.4),
                last_check_status=self.one_of((200, 404), else_none=0.6),
            )
            links.append((link, message))
        for _ in range(self.dice.choice((0, 4, 10, 20))):
            self.add_click(links)
        self.links = links
        sent = [message for message in self.outbound if self.may_lead(message)]
        for message in sent:
            if self.chance(0.25):
                self.add_touch(message, message["sent_at"] or message["created_at"])
        for _ in range(self.dice.choice((0, 1, 2, 2)) if sent else 0):  # somebody who clicks on whatever comes
            first = self.dice.choice(sent)
            of_one = [message for message in sent if message["contact_phone_e164"] == first["contact_phone_e164"]]
            at_once = self.one_of(self.hot, else_none=0.6)
            for message in of_one[: self.dice.choice((1, 2, 4))]:
                self.add_click_of_a_person(message, at_once)

    @staticmethod
    def may_lead(message: dict) -> bool:
        """Of a campaign, and sent for all that the message says."""
        return (
            message["campaign_id"] is not None
            and message["send_origin"] not in ("manual_inbox", "keyword_auto_reply", "compliance_auto_reply")
            and message["current_status"] in ("sent", "delivered", "read", "failed", "undelivered", None)
            and not message["is_test"]
        )

    def add_click_of_a_person(self, message: dict, moment: datetime | None) -> None:
        """At this moment, if the message was there by then."""
        sent_at = message["sent_at"] or message["created_at"]
        hot = [later for later in self.hot if later > sent_at + MINUTE]
        if moment in hot:
            hot = [moment] * 20
        click = self.add(
            "click_events",
            click_id=self.new_id("x"),
            account_id=message["account_id"],
            message_id=message["message_id"],
            anonymous_id=self.respelled(self.one_of(self.identifiers["anonymous_id"], else_none=0.7)),
            clicked_at=self.one_of((*hot, sent_at + MINUTE, sent_at + 3 * HOUR)),
            user_agent=PHONE_BROWSER,
        )
        self.add_touch(message, click["clicked_at"])
        if self.chance(0.2):  # once more, at the same instant or later
            again = click["clicked_at"] + self.dice.choice((0 * SECOND, 0 * SECOND, MINUTE, DAY))
            self.add("click_events", **click | {"click_id": self.new_id("x"), "clicked_at": again})
            self.add_touch(message, again)

    def add_touch(self, message: dict, moment: datetime) -> None:
        """Remember what a conversion may follow."""
        own = [row for row in self.rows["campaigns"] if row["campaign_id"] == message["campaign_id"]]
        minutes = own[0]["attribution_window_minutes"] if own else None
        window = minutes * MINUTE if minutes and minutes > 0 else None
        self.touches.append(_Touch(
            moment, message["account_id"], message["contact_id"], phone=message["contact_phone_e164"], window=window
        ))  # fmt: skip

    def add_click(self, links) -> None:
        dice = self.dice
        link, of_link = self.one_of(links, else_none=0.25) or (None, None)
        message = self.one_of(self.outbound)
        if link and of_link is None and self.chance(0.6):  # a link of a campaign: somebody it was sent to
            sent = [row for row in self.outbound if row["campaign_id"] and row["campaign_id"] == link["campaign_id"]]
            message = self.one_of(sent) or message
        names_message = self.chance(0.25 if link else 0.8)
        about = message if names_message or of_link is None else of_link
        knows_contact = self.chance(0.5)
        anonymous = self.one_of(self.identifiers["anonymous_id"], else_none=0.5)
        click = self.add(
            "click_events",
            click_id=self.new_id("x"),
            account_id=about["account_id"] if self.chance(0.95) else self.account(),
            link_id=f"{self.prefix}_l_unknown" if self.chance(0.04) else link and link["link_id"],
            message_id=f"{self.prefix}_m_unknown" if self.chance(0.03) else message["message_id"] if names_message else None,
            contact_id=about["contact_id"] if knows_contact else None,
            contact_phone_e164=about["contact_phone_e164"] if self.chance(0.6) else None,
            anonymous_id=self.respelled(anonymous),
            clicked_at=self.near([about["sent_at"] or about["created_at"]]),
            user_agent=dice.choice(AGENTS),
            http_method=self.one_of(("GET", "GET", "GET", "GET", "HEAD"), else_none=0.5),
            is_datacenter_ip=self.flag(0.07),
            vendor_bot_flag=self.flag(0.07),
            click_count=self.one_of((1, 3, 3, 0, 0, -1), else_none=0.6),
        )
        if self.may_lead(about) and click["clicked_at"] > (about["sent_at"] or about["created_at"]) or self.chance(0.1):
            self.add_touch(about, click["clicked_at"])

    # --- money ---------------------------------------------------------------------------------------

    def make_touchpoints(self) -> None:
        for _ in range(self.dice.choice((0, 0, 3, 6, 10))):
            account, contact = self.account(), self.one_of(self.everybody, else_none=0.3)
            anonymous = self.one_of(self.identifiers["anonymous_id"], else_none=0.4 if contact else 0.1)
            moment = self.instant()
            if self.touches and self.chance(0.6):  # of somebody who was touched before, about then or just then
                other = self.dice.choice(self.touches)
                account, contact = other.account, other.contact or contact
                moment = other.at + self.dice.choice((0 * SECOND, 0 * SECOND, HOUR, -HOUR, DAY, -DAY))
            names_contact = self.chance(0.6)
            self.add(
                "touchpoints",
                touchpoint_id=self.new_id("p"),
                account_id=account,
                contact_id=contact if names_contact else None,
                anonymous_id=self.respelled(anonymous),
                channel=self.dice.choice(CHANNELS),
                touch_type=self.dice.choice(("click", "session", "view", "open")),
                occurred_at=moment,
            )
            self.touches.append(_Touch(moment, account, contact, anonymous=anonymous))
            if anonymous and not names_contact:
                self.seen.append(("anonymous_id", anonymous, moment, contact))

    def make_conversions(self) -> None:
        for _ in range(self.dice.choice((0, 4, 7, 11))):
            somebody = _Touch(self.instant(), self.account(), self.one_of(self.everybody))
            touch = self.one_of(self.touches, else_none=0.1) or somebody
            kind = self.dice.choice(TWO_DAYS if self.chance(0.6) else TWO_WEEKS)
            order = {
                "account_id": touch.account,
                "conversion_type": kind,
                "conversion_class": self.dice.choice(("primary", "primary", "primary", "secondary", "engagement")),
                "revenue_amount": self.one_of((*AMOUNTS, *AMOUNTS, Decimal("-5")), else_none=0.08),
                "currency": self.one_of(CURRENCIES, else_none=0.04),
            }
            moment = self.when_converted(touch, 14 * DAY if kind in TWO_WEEKS else 2 * DAY)
            kinds = (self.add_order, self.add_order, self.add_shared_order, self.add_chain, self.add_folding)
            self.dice.choice(kinds)(touch, order, moment)

    def when_converted(self, touch: _Touch, window: timedelta) -> datetime:
        """At the touch, just before it, at the end of its window, just before and after that, or between."""
        if touch.window and touch.window < 15 * DAY and self.chance(0.8):
            window = touch.window
        around = self.dice.choice((-MICROSECOND, -MICROSECOND, 0 * SECOND, 0 * SECOND, MICROSECOND))
        if self.chance(0.2):
            return touch.at + around
        if self.chance(0.5):
            return touch.at + window + around
        if self.chance(0.3):
            return touch.at + self.dice.choice(EDGES) + self.dice.choice(BEFORE_OR_AT)
        return touch.at + self.dice.choice((HOUR, 5 * HOUR, DAY + 3 * HOUR, window / 2))

    def add_conversion(self, touch: _Touch, order: dict, moment: datetime, sure: bool = False, **values) -> None:
        order = order | {"source_system": self.dice.choice(SOURCES)} | values
        currency = order["currency"]
        self.add(
            "conversions",
            **{
                **order,
                **(self.sure_identity(touch) if sure else self.identity(touch, moment)),
                "conversion_id": self.new_id("o"),
                "occurred_at": moment,
                "currency": self.currency(currency) if currency else self.one_of((" ",), else_none=0.7),
                "tracking_method": self.dice.choice(METHODS),
                "platform_attributed_campaign_id": self.one_of(self.campaigns, else_none=0.7),
                "is_test": self.flag(0.03),
            },
        )

    def sure_identity(self, touch: _Touch) -> dict:
        """The touched contact, in a way that does not depend on who else has what."""
        if touch.contact is None:
            return {"phone_e164": touch.phone, "anonymous_id": touch.anonymous}
        return {"contact_id": touch.contact}

    def identity(self, touch: _Touch, moment: datetime) -> dict:
        """Who it was, as a system that is not ours would know: by id, by what others may have too, or not at all."""
        row: dict[str, str | None] = {}
        if self.chance(0.5):
            row["contact_id"] = touch.contact
        if self.chance(0.06):
            row["contact_id"] = self.dice.choice((*self.everybody, f"{self.prefix}_nobody"))
        of_touch = {"phone": touch.phone, "anonymous_id": touch.anonymous}
        columns = {
            "email": "email", "phone": "phone_e164", "customer_id": "external_customer_id", "anonymous_id": "anonymous_id"
        }  # fmt: skip
        for kind, column in columns.items():
            if of_touch.get(kind) and self.chance(0.5):
                value = of_touch[kind]
            elif self.chance(0.2):
                value = self.dice.choice(self.identifiers[kind])
            else:
                row[column] = " " if self.chance(0.04) else None
                continue
            row[column] = self.respelled(value)
            self.seen.append((kind, value, moment, touch.contact))
        return row

    def add_order(self, touch: _Touch, order: dict, moment: datetime) -> None:
        """One row of one system, and now and then another of the same type and key but for its case."""
        key = self.one_of((self.new_id("key"),), else_none=0.3)
        self.add_conversion(touch, order, moment, sure=self.chance(0.5), business_key=key)
        if key and self.chance(0.1):
            self.add_conversion(touch, order, moment, business_key=key.upper())

    def add_shared_order(self, touch: _Touch, order: dict, moment: datetime) -> None:
        """The same order as several systems report it, each with what it knows."""
        key = self.new_id("key")
        for source in self.dice.sample(SOURCES, self.dice.choice((2, 2, 3))):
            changed = {}
            if self.chance(0.3):
                changed["revenue_amount"] = self.one_of((*AMOUNTS, Decimal("-5")), else_none=0.5)
            if self.chance(0.15):
                changed["currency"] = self.dice.choice(CURRENCIES)
            if self.chance(0.08):
                changed["conversion_type"] = "subscription"
            if self.chance(0.08):
                changed["conversion_class"] = "secondary"
            if self.chance(0.15):
                source = self.dice.choice(SOURCES)
            apart = self.dice.choice((0 * SECOND, 0 * SECOND, MICROSECOND, -MINUTE, DAY))
            self.add_conversion(touch, order, moment + apart, business_key=key, source_system=source, **changed)

    def add_chain(self, touch: _Touch, order: dict, moment: datetime) -> None:
        """Alike and without a key, one after the other at gaps about ten minutes."""
        sources = self.dice.sample(SOURCES, 2)
        for _ in range(self.dice.choice((2, 2, 3, 4))):
            changed = {"currency": "GBP"} if self.chance(0.05) else {}
            self.add_conversion(touch, order, moment, sure=True, source_system=self.dice.choice(sources), **changed)
            moment += self.dice.choice(GAPS)

    def add_folding(self, touch: _Touch, order: dict, moment: datetime) -> None:
        """A row without a key, with keyed ones of other systems and of its own about ten minutes away on both sides."""
        own = self.dice.choice(SOURCES)
        others = [source for source in SOURCES if source != own]
        gap = self.dice.choice(GAPS)
        for sign in self.dice.choice(((1,), (-1,), (1, -1), (1, -1))):
            apart = sign * (gap if self.chance(0.8) else self.dice.choice(GAPS))
            source = own if self.chance(0.2) else self.dice.choice(others)
            key = self.new_id("key")
            self.add_conversion(touch, order, moment + apart, sure=True, business_key=key, source_system=source)
            if self.chance(0.2):
                self.add_conversion(touch, order, moment + apart, business_key=key)
        for _ in range(self.dice.choice((1, 1, 2))):
            self.add_conversion(touch, order, moment, sure=self.chance(0.85), source_system=own)
            moment += self.dice.choice(GAPS)

    def make_adjustments(self) -> None:
        for _ in range(self.dice.choice((0, 0, 1, 2, 3))):
            order = self.one_of(self.rows["conversions"])
            if order is None:
                return
            moment = order["occurred_at"] + self.dice.choice((0, 1, 1, 30, 24 * 5, -24)) * HOUR
            for _ in range(self.dice.choice((1, 1, 2, 3))):
                whole = self.dice.choice(AMOUNTS) if order["revenue_amount"] is None else order["revenue_amount"]
                self.add(
                    "conversion_adjustments",
                    adjustment_id=self.new_id("j"),
                    account_id=order["account_id"] if self.chance(0.95) else self.account(),
                    conversion_id=f"{self.prefix}_o_unknown" if self.chance(0.05) else order["conversion_id"],
                    adjustment_type=self.dice.choice(("refund", "cancel", "chargeback")),
                    amount=self.dice.choice((whole, whole, *(Decimal(text) for text in ("3.33", "0.01", "1000", "-1")))),
                    currency=self.currency(order["currency"] if self.chance(0.8) else None) or " ",
                    occurred_at=moment,
                )
                moment += self.dice.choice((0 * SECOND, 0 * SECOND, MICROSECOND, 2 * DAY))

    def make_forms_and_meetings(self) -> None:
        for _ in range(self.dice.choice((0, 1, 2, 4))):
            link, of_link = self.one_of(self.links, else_none=0.5) or (None, None)
            message = self.one_of(self.outbound)
            about = of_link if of_link and self.chance(0.85) else message
            source_link = f"{self.prefix}_l_unknown" if self.chance(0.05) else link and link["link_id"]
            moment = self.near([about["sent_at"] or about["created_at"]])
            touch = _Touch(moment, about["account_id"], about["contact_id"], phone=about["contact_phone_e164"])
            if self.chance(0.5):
                known = self.identity(touch, moment)
                self.add(
                    "form_submissions",
                    form_submission_id=self.new_id("f"),
                    account_id=touch.account,
                    **{column: known.get(column) for column in ("contact_id", "email", "phone_e164")},
                    form_id="signup",
                    source_link_id=source_link,
                    submitted_at=moment,
                )
            else:
                self.add(
                    "meetings",
                    meeting_id=self.new_id("g"),
                    account_id=touch.account,
                    contact_id=touch.contact or self.dice.choice(self.everybody),
                    booked_at=moment,
                    starts_at=self.one_of((moment + DAY,), else_none=0.3),
                    outcome=self.one_of(("scheduled", "completed", "no_show"), else_none=0.3),
                    source_link_id=source_link,
                )

    def make_leads(self) -> None:
        for _ in range(self.dice.choice((0, 1, 3, 5))):
            about = self.one_of(self.outbound if self.chance(0.7) else self.inbound) or self.outbound[0]
            source = self.one_of((about["message_id"],), else_none=0.4)
            moment = self.near([about.get("sent_at") or about["created_at"]])
            contact = about["contact_id"] or self.dice.choice(self.everybody)
            for _ in range(self.dice.choice((1, 1, 1, 2))):  # the same again, just then or later
                self.add(
                    "leads",
                    lead_id=self.new_id("q"),
                    account_id=about["account_id"] if self.chance(0.9) else self.account(),
                    contact_id=contact,
                    created_at=moment,
                    source_channel=self.dice.choice(("sms", "sms", "sms", "sms", "call", "form", "pigeon")),
                    source_message_id=f"{self.prefix}_m_unknown" if self.chance(0.05) else source,
                    campaign_id=self.one_of(self.campaigns, else_none=0.75),
                )
                moment += self.dice.choice((0 * SECOND, DAY))

    def make_identity_links(self) -> None:
        """Whose the identifiers are that conversions, forms and touchpoints carry: known before, just then, or later."""
        for _ in range(self.dice.choice((0, 1, 2, 4))):
            anybody = self.dice.choice(self.everybody)
            kind, value, moment, contact = self.one_of(self.seen, else_none=0.1) or (
                "email", self.identifiers["email"][-1], self.instant(), anybody
            )  # fmt: skip
            owners = {contact or anybody, *self.dice.sample(self.everybody, self.dice.choice((0, 1, 1, 2)))}
            for owner in sorted(owners):
                first_seen_at = moment + self.dice.choice(
                    (-DAY, -MICROSECOND, 0 * SECOND, 0 * SECOND, MICROSECOND, MICROSECOND, DAY)
                )
                self.add(
                    "identity_links",
                    identity_type="device_id" if kind == "anonymous_id" and self.chance(0.3) else kind,
                    identity_value=self.respelled(value),
                    contact_id=owner,
                    account_id=self.account(),
                    first_seen_at=first_seen_at,
                )

    def make_costs_and_rates(self) -> None:
        for _ in range(self.dice.choice((0, 1, 2, 3))):
            first_day = self.day() + self.dice.choice((0, 0, 0, 12)) * DAY
            campaign = self.one_of(self.campaigns, else_none=0.4)
            account = self.account()
            if self.chance(0.08):
                campaign, account = f"{self.prefix}_camp_{self.dice.choice(('unknown', 'costly'))}", self.accounts[0]
            self.add(
                "campaign_costs",
                cost_id=self.new_id("z"),
                account_id=account,
                campaign_id=campaign,
                channel=self.one_of(("sms", "SMS ", "sms", "email"), else_none=0.4),
                cost_type=self.dice.choice(("message", "message", "platform_fee", "carrier_fee")),
                amount=self.dice.choice(COSTS),
                currency=self.currency() or " ",
                period_start=first_day,
                period_end=first_day + self.dice.choice((0, 0, 1, 4, 10, -1)) * DAY,
            )
        if self.number == 0:
            for row in rate_rows():
                self.add("fx_rates", **row)

    def make_memberships(self) -> None:
        """Assignments to arms, a full window before something that the contact did or was sent, just then, or a microsecond beside that;
        again to the same arm or another, later or at the same instant. Some campaigns are named by nothing else."""
        dice = random.Random(f"{self.prefix}/memberships/{self.accounts}")
        done: list[tuple[str, datetime]] = [
            (row["contact_id"], row[at])
            for table, at in (("conversions", "occurred_at"), ("leads", "created_at"), ("meetings", "booked_at"), ("messages", "sent_at"))
            for row in self.rows[table]
            if row.get("contact_id") and row.get(at)
        ]
        of_orders = {row["conversion_id"]: row["contact_id"] for row in self.rows["conversions"] if row.get("contact_id")}
        done += [
            (of_orders[row["conversion_id"]], row["occurred_at"])
            for row in self.rows["conversion_adjustments"]
            if row["conversion_id"] in of_orders
        ]
        campaigns = [*self.campaigns, *list(self.campaigns)[:1] * 3, self.unknown_campaign, f"{self.prefix}_camp_planned"]
        for _ in range(dice.choice((0, 3, 6, 12))):
            contact, moment = dice.choice(done or [(self.contacts[0], self.start)])
            before = dice.choice((0, 0, 1, 30, 30)) * DAY + dice.choice((-1, 0, 0, 1)) * MICROSECOND
            row = {
                "campaign_id": dice.choice(campaigns),
                "account_id": dice.choice(self.accounts),
                "contact_id": contact,
                "enrolled_at": moment - before,
                "variant": dice.choice(("A", "A", "B", "b", "holdout", None, None)),
                "is_holdout": dice.choice((True, True, False, None, None)),
            }
            self.add("campaign_memberships", **row)
            if dice.random() < 0.5:
                again = {
                    "contact_id": dice.choice((contact, *self.contacts)),
                    "enrolled_at": row["enrolled_at"] + dice.choice((0, 0, 1, -1)) * dice.choice((MICROSECOND, DAY)),
                    "variant": dice.choice(("A", "B", None)),
                    "is_holdout": dice.choice((True, False, None)),
                }
                self.add("campaign_memberships", **row | again)

    def make_the_rest(self) -> None:
        """Tables that no figure here reads: their rows have to add up all the same."""
        for _ in range(self.dice.randint(0, 2)):
            contact, campaign = self.dice.choice(self.contacts), self.one_of(self.campaigns)
            account = self.account()
            self.add(
                "send_decisions",
                decision_id=self.new_id("d"), account_id=account, contact_id=contact, campaign_id=campaign,
                decision=self.dice.choice(("sent", "skipped", "maybe")), reason=self.one_of(("overlap", "mood"), 0.4),
                decided_at=self.instant(),
            )  # fmt: skip
            self.add(
                "campaign_memberships",
                campaign_id=campaign, account_id=account, contact_id=contact, enrolled_at=self.unique_instant(self.start),
                is_holdout=self.flag(0.1), exit_reason=self.one_of(("completed", "bored"), 0.6),
            )  # fmt: skip
            first_day = self.day()
            self.add(
                "platform_reported_metrics",
                campaign_id=self.one_of(self.campaigns), account_id=account, period_start=first_day,
                metric_name=self.dice.choice(("clicks", "conversions", "revenue")),
                period_end=first_day + self.dice.choice((0, 6)) * DAY, metric_value=self.dice.choice(AMOUNTS),
            )  # fmt: skip

    # --- where messages go, and where links lead -----------------------------------------------------------

    def make_lines_and_links(self) -> None:
        """Carriers of phones, pages that links lead to, and campaigns of other channels; numbers that change lines at a send."""
        dice = random.Random(f"{self.number}/{self.start}/lines")
        for row in self.rows["contact_phones"]:
            row["carrier_name"] = dice.choice(("Fonix", "Orbit", " Orbit ", "", None))
        for row in self.rows["links"]:
            row["destination_url"] = dice.choice((row["destination_url"], "https://shop.example/y?x=1", "https://shop.example/y#top", "?only=1"))
        for row in self.rows["touchpoints"]:
            row["utm_campaign"] = dice.choice(("Spring", "spring", " Spring ", "", None))
        sends = [(row["contact_phone_e164"], row["sent_at"] or row["created_at"]) for row in self.outbound]
        for phone, moment in dice.sample(sends, min(2, len(sends))) if self.contacts else ():
            owner = dice.choice(self.contacts)
            for valid_from, valid_to in ((moment - DAY, moment + dice.choice((-1, 0, 1)) * MICROSECOND), (moment + dice.choice((0, 1)) * MICROSECOND, None)):
                self.add(
                    "contact_phones", contact_id=owner, phone_e164=phone, valid_from=valid_from, valid_to=valid_to,
                    line_type=dice.choice(("mobile", "toll_free", None)), carrier_name=dice.choice(("Fonix", "Third", None)), account_id=self.accounts[0],
                )  # fmt: skip

    # --- who the contacts are, and were ------------------------------------------------------------------

    def make_attributes(self) -> None:
        """Attributes of contacts and campaigns, and changes at, and a microsecond around, the sends and each other. They have dice of
        their own: nothing else depends on them."""
        dice = random.Random(f"{self.number}/{self.start}/attributes")
        for row in self.rows["contacts"]:
            row["lifecycle_stage"] = dice.choice(("lead", "Lead", " customer ", "", None))
            row["country"] = dice.choice(("US", "DE", None, None))
            row["created_at"] = dice.choice((None, row["created_at"], *YEAR_ENDS))
        for row in self.rows["campaigns"]:
            row["play_id"] = dice.choice(("winback", " winback ", None))
            row["play_version"] = dice.choice(("1", "2", None))
        sends = [row["sent_at"] or row["created_at"] for row in self.outbound]
        few = [moment + around for moment in dice.sample(sends, min(3, len(sends))) for around in (-MICROSECOND, 0 * SECOND, MICROSECOND)]
        seen = set()
        for _ in range(dice.choice((0, 3, 8, 20))):
            contact, name = dice.choice(self.everybody), dice.choice(ATTRIBUTES)
            changed_at = dice.choice((*few, *few, dice.choice(sends), datetime(1850, 1, 1), self.start + 20 * DAY))
            if (contact, name.strip(), changed_at) not in seen:
                seen.add((contact, name.strip(), changed_at))
                value = dice.choice(("buyer", "user", "user", " user", "Gold", "", None))
                self.add(
                    "contact_attribute_history",
                    contact_id=contact, account_id=self.accounts[0], attribute_name=name, changed_at=changed_at, attribute_value=value,
                )  # fmt: skip

    def make_pipeline(self) -> None:
        """Meetings and deals at, and a microsecond around, a send and the end of the pipeline window after it, with dice of their own."""
        dice = random.Random(f"{self.number}/{self.start}/pipeline")
        around = (-MICROSECOND, 0 * SECOND, MICROSECOND, 5 * DAY, 90 * DAY - MICROSECOND, 90 * DAY)
        for number in range(dice.choice((0, 1, 3))):
            sent = dice.choice(self.outbound)
            account, first = sent["account_id"], sent["sent_at"] or sent["created_at"]
            who = dice.sample(self.everybody, dice.choice((1, 2)))
            moments = [first + dice.choice(around) for _ in range(4)]
            self.add(
                "meetings", account_id=account, meeting_id=f"{self.prefix}_meet{number}", contact_id=who[0], booked_at=moments[0],
                starts_at=dice.choice((None, moments[1], datetime.fromisoformat("2025-11-10 05:00:00"))),
                outcome=dice.choice((None, "scheduled", "completed", "completed", "no_show", "canceled", "rescheduled")),
                owner_id=("ann", None, "bob")[number],
            )  # fmt: skip
            deal = f"{self.prefix}_deal{number}"
            self.add(
                "deals", account_id=account, deal_id=deal, created_at=moments[1], amount=dice.choice((*AMOUNTS, None)),
                currency=dice.choice((*CURRENCIES, None)), closed_at=dice.choice((moments[2], None)), is_won=dice.choice((True, False, None)),
                owner_id=("bob", None, "ann")[number], pipeline_id=("sales", None, "renewals")[number],
                current_stage=("demo", "won", None)[number],
            )  # fmt: skip
            for contact in who:
                self.add("deal_contacts", account_id=account, deal_id=deal, contact_id=contact)
            for stage in dice.sample("abcd", dice.choice((0, 2, 4))):
                self.add(
                    "deal_stage_history", account_id=account, deal_id=deal, stage_id=stage, stage_order=dice.choice((1, 2, 2, 3, None)),
                    entered_at=dice.choice(moments),
                )  # fmt: skip

    # --- the sending rules -----------------------------------------------------------------------------

    def make_sending_rules(self) -> None:
        """Where contacts are, what messages are for, why sends were held back, and owners; with dice of their own."""
        dice = random.Random(f"{self.number}/{self.start}/sending")
        for row in self.rows["contacts"]:
            row["region"] = dice.choice(("US-TX", "us-tx", "US-AL", "US-RI", "US-CT", "DE-BY", "XX-1", None, None))
            row["time_zone"] = dice.choice((None, None, "America/Chicago", "America/New_York", "Asia/Kolkata", "Mars/Olympus"))
            row["owner_id"] = dice.choice(("ann", "bob", None))
        for row in self.outbound:
            row["message_purpose"] = dice.choice((None, None, "marketing", "transactional"))
        for row in self.rows["campaigns"]:
            row["message_type"] = row.get("message_type") or dice.choice((None, None, "transactional"))
        for row in self.rows["send_decisions"]:
            row["decision"] = dice.choice(("sent", "skipped", "deferred"))
            row["reason"] = dice.choice(("quiet_hours", "landline", "invalid_number", "holdout", "suppressed", None))
        for number, row in enumerate(self.inbound):
            if dice.random() < 0.4:
                account, contact, moment = row["account_id"], row["contact_id"] or dice.choice(self.everybody), row["created_at"]
                self.add(
                    "reply_classifications",
                    message_id=row["message_id"], account_id=account, classified_at=moment + 3 * HOUR, classifier="human:again",
                    intent_category=dice.choice(("pricing_request", "meeting_request", "vip")), intent_tier=dice.choice(("high", None)),
                )  # fmt: skip
                created_at = moment + dice.choice((-MICROSECOND, 0 * SECOND, 5 * MINUTE - MICROSECOND, 5 * MINUTE, HOUR - MICROSECOND))
                self.add(
                    "tasks",
                    task_id=f"{self.prefix}_task{number}", account_id=account, contact_id=contact, created_at=created_at,
                    escalated_at=dice.choice((created_at + HOUR, created_at + DAY, None)), completed_at=dice.choice((moment + HOUR, None)),
                    source_message_id=dice.choice((row["message_id"], None, None)),
                )  # fmt: skip

    # --- calls, deals and what people do ---------------------------------------------------------------

    def make_calls(self) -> None:
        """Calls about messages, legs of calls, their outcomes, and leads from them."""
        self.calls: list[dict] = []
        for _ in range(self.dice.choice((0, 0, 3, 6, 10))):
            about = self.one_of(self.outbound)
            parent = self.one_of(self.calls, else_none=0.8)
            account = about["account_id"] if self.chance(0.9) else self.account()
            moment = self.near([about["sent_at"] or about["created_at"]])
            status = self.dice.choice(("completed", "completed", "completed", "no_answer", "canceled", "voicemail", "in_progress"))
            self.calls.append(self.add(
                "calls",
                call_id=self.new_id("c"),
                account_id=account,
                parent_call_id=f"{self.prefix}_c_unknown" if self.chance(0.05) else parent and parent["call_id"],
                direction=self.dice.choice(("outbound", "outbound", "outbound", "inbound")),
                contact_id=self.one_of(self.everybody, else_none=0.5),
                contact_phone_e164=about["contact_phone_e164"] if self.chance(0.8) else self.dice.choice(self.phones),
                campaign_id=self.one_of([*self.own_campaigns(account), f"{self.prefix}_camp_called"], else_none=0.5),
                agent_id=self.one_of(("eve", "adam"), else_none=0.3),
                started_at=moment,
                duration_seconds=self.one_of((Decimal(text) for text in ("0", "89.999", "90", "90.001", "600")), else_none=0.3),
                status=status,
                answered_by=self.one_of(("human", "human", "machine", "robot", "unknown"), else_none=0.4),
                is_test=self.flag(0.06),
            ))  # fmt: skip
        for call in self.calls:
            for _ in range(self.dice.choice((0, 1, 1, 2))):
                self.add(
                    "call_outcomes",
                    call_id=f"{self.prefix}_c_unknown" if self.chance(0.05) else call["call_id"],
                    account_id=call["account_id"],
                    outcome_name=self.dice.choice(("Voicemail", "voicemail", "Connected", "Call back")),
                    recorded_at=call["started_at"] + self.dice.choice((0, 1, 600)) * SECOND,
                )

    def make_call_leads(self) -> None:
        """Leads that name a call, a leg of one, one that does not count, or none."""
        for call in self.calls:
            if self.chance(0.6):
                continue
            for _ in range(self.dice.choice((1, 1, 2))):
                self.add(
                    "leads",
                    lead_id=self.new_id("q"),
                    account_id=call["account_id"],
                    contact_id=call["contact_id"] or self.dice.choice(self.everybody),
                    created_at=call["started_at"] + self.dice.choice((0 * SECOND, HOUR, DAY)),
                    source_channel="call",
                    source_call_id=self.one_of((call["call_id"], call["call_id"], f"{self.prefix}_c_unknown"), else_none=0.2),
                    campaign_id=self.one_of(self.campaigns, else_none=0.6),
                )

    def make_deals(self) -> None:
        for _ in range(self.dice.choice((0, 0, 1, 3))):
            call = self.one_of(self.calls, else_none=0.5)
            account = call["account_id"] if call else self.account()
            created_at = self.near([call["started_at"]] if call else [])
            closed_at = self.one_of((created_at, created_at + DAY, created_at + 13 * DAY), else_none=0.5)
            deal = self.add(
                "deals",
                deal_id=self.new_id("v"),
                account_id=account,
                created_at=created_at,
                amount=self.one_of(AMOUNTS, else_none=0.2),
                currency=self.currency(),
                closed_at=closed_at,
                is_won=self.one_of((True, True, False), else_none=0.1) if closed_at else None,
                owner_id=self.one_of(("eve", "adam"), else_none=0.3),
                source_call_id=call and call["call_id"],
            )
            deal_id = f"{self.prefix}_v_unknown" if self.chance(0.1) else deal["deal_id"]
            for contact in self.dice.sample(self.everybody, self.dice.choice((0, 1, 1, 2))):
                self.add("deal_contacts", deal_id=deal_id, account_id=account, contact_id=contact)
            for order, stage in enumerate((f"{self.prefix}_new", f"{self.prefix}_demo", f"{self.prefix}_won")[: self.dice.randint(0, 3)], start=1):
                self.add(
                    "deal_stage_history",
                    deal_id=deal_id, account_id=account, stage_id=stage, stage_order=self.one_of((order,), else_none=0.3),
                    entered_at=created_at + self.dice.choice((0 * SECOND, DAY, self.serial * SECOND)) * order,
                )  # fmt: skip

    def make_work(self) -> None:
        """What people and their tools did with replies and contacts."""
        for name in ("eve", "adam"):
            self.add("owners", owner_id=f"{self.prefix}_{name}", account_id=self.accounts[0], role=self.one_of(("SDR", "boss"), 0.3))
        for _ in range(self.dice.choice((0, 1, 3))):
            about = self.one_of(self.inbound) or self.outbound[0]
            account, moment = about["account_id"], self.near([about["created_at"]])
            who = {"account_id": account, "contact_id": about["contact_id"] or self.dice.choice(self.everybody)}
            self.add(
                "tasks", **who, task_id=self.new_id("w"), created_at=moment, owner_id=self.one_of(("eve", "adam"), else_none=0.3),
                completed_at=self.one_of((moment, moment + HOUR), else_none=0.4), due_at=self.one_of((moment + DAY,), else_none=0.5),
                source_message_id=self.one_of((about["message_id"],), else_none=0.4),
            )  # fmt: skip
            self.add(
                "sales_engagements", **who, engagement_id=self.new_id("n"), started_at=moment,
                channel=self.dice.choice(("email_sequence", "call", "pigeon")), ended_at=self.one_of((moment, moment + DAY), else_none=0.4),
            )  # fmt: skip
            self.add(
                "label_assignments", **who, label_assignment_id=self.new_id("y"), assigned_at=moment,
                campaign_id=self.one_of([*self.own_campaigns(account), f"{self.prefix}_camp_labelled"], else_none=0.5),
                label_name=self.dice.choice(("Hot", "hot", "Wrong number")), removed_at=self.one_of((moment + HOUR,), else_none=0.7),
            )  # fmt: skip
            for classifier in self.dice.sample(("human", "model:one", "rule:two", None, None), self.dice.choice((1, 2, 3))):
                self.add(
                    "reply_classifications",
                    account_id=account, message_id=about["message_id"], classified_at=moment, classifier=classifier,
                    intent_category=self.dice.choice(("positive", "question", "other")),
                    intent_tier=self.one_of(("high", "low", "none", "vast"), else_none=0.4),
                    confidence=self.one_of((Decimal("0.5"), Decimal("0.499999"), Decimal("0.9")), else_none=0.5),
                )  # fmt: skip

    # --- versions of a row, broken rows, spellings -----------------------------------------------------

    def disturb(self, table: str, rows: list[dict]) -> list[Row]:
        """Rows as they arrive: repeated, corrected, deleted, broken, in no order, and as text."""
        columns = {column.name: column for column in TABLES[table]}
        times = [name for name, column in columns.items() if column.type == "timestamp" and name != "loaded_at"]
        optional = [name for name, column in columns.items() if column.flag == "optional" and name in ("body", "campaign_id",
                    "contact_id", "num_segments", "current_status", "error_code", "merged_into_contact_id", "is_test",
                    "valid_to", "template_id", "ended_at", "click_count", "message_id", "business_key", "revenue_amount",
                    "currency", "tracking_method", "anonymous_id", "email", "price_amount", "source_link_id",
                    "source_message_id", "attribution_window_minutes")]  # fmt: skip
        arrived = []
        keys = set()
        for row in rows:
            key = tuple(row[name] for name, column in columns.items() if column.flag == "key")
            if key in keys:  # the same owner of the same phone twice: no second truth about it
                continue
            keys.add(key)
            known = [row[name] for name in times if row.get(name) is not None]
            arrival = max([self.start, *known]) + self.dice.randrange(3 * 24 * 60) * MINUTE
            loaded_at = row["loaded_at"] = row["loaded_at"] or arrival
            arrived.append(row)
            if self.chance(0.05):  # the same again
                arrived.append(dict(row))
            if self.chance(0.08):  # what was said before it was corrected
                first = row | {"loaded_at": loaded_at - self.dice.randint(1, 500) * MINUTE}
                for name in optional:
                    if self.chance(0.5):
                        first[name] = self.dice.choice(rows).get(name)
                arrived.append(first)
            if self.chance(0.04):  # a broken correction, which hides nothing
                arrived.append(self.broken(row, columns) | {"loaded_at": loaded_at + self.dice.randint(1, 500) * MINUTE})
            if self.chance(0.02):
                deletion = row | {"is_deleted": True, "loaded_at": loaded_at + 600 * MINUTE}
                arrived.append(deletion)
                if self.chance(0.4):  # deleted, then back
                    arrived.append(row | {"loaded_at": loaded_at + 700 * MINUTE})
            elif self.chance(0.02):  # deleted before it came
                arrived.append(row | {"is_deleted": True, "loaded_at": loaded_at - 600 * MINUTE})
            if self.chance(0.01):
                arrived.append(row | {"loaded_at": self.dice.choice((None, "soon"))})
        self.dice.shuffle(arrived)
        return [self.spelled(table, row, columns) for row in arrived]

    def broken(self, row: dict, columns: dict) -> dict:
        """The row with one cell that breaks the contract."""
        damage = []
        for name, column in columns.items():
            if column.flag == "key" or name in ("loaded_at", "is_deleted"):
                continue
            if column.flag == "required":
                damage.append((name, None))
            if column.type in ("timestamp", "anytime"):
                damage += [(name, "2025-02-29 10:00:00"), (name, "12:00"), (name, "2025-10-26 24:00:00"), (name, "0001-01-01")]
            if column.type in ("date", "anyday"):
                damage += [(name, "2025-02-29"), (name, "2025-10"), (name, "10:00")]
            if column.type in ("int", "numeric"):
                damage += [(name, "many"), (name, "1.5" if column.type == "int" else "1,5")]
            if column.type == "enum" and not {"unknown", "other"} & set(column.values):
                damage.append((name, "unheard-of"))
        if not damage:  # no cell of it can break: let the key be missing
            damage = [(name, None) for name, column in columns.items() if column.flag == "key"]
        name, value = self.dice.choice(damage)
        return row | {name: value}

    def spelled(self, table: str, row: dict, columns: dict) -> Row:
        result = {}
        for name, column in columns.items():
            value = row.get(name)
            if name == "account_id" and value == "default" and table != "accounts" and self.chance(0.8):
                value = None
            result[name] = self.dress(self.spell(value), value, column)
        return result

    def dress(self, text: str, value, column) -> str:
        """Now and then the same value as other tools write it. Its dice are its own: what happens stays as it was."""
        if self.tailor.random() >= self.odd_spelling:
            return text
        if value is None:
            return self.tailor.choice(("NULL", "\\N", "None", "<NA>", "NaN"))
        if isinstance(value, bool):
            return "1.0" if value else "0.0"
        if isinstance(value, datetime):
            return self.dress_time(value)
        if isinstance(value, date):
            return f"{value}T00:00:00{self.tailor.choice(('Z', '+00', '.0000000', ' UTC'))}"
        if column.name == "error_code" and text.isdigit():
            return f"{text}.0"
        if column.type == "text":
            return text
        return self.tailor.choice((f" {text}", f"{text}\u00a0", f"\t{text} "))

    def dress_time(self, moment: datetime) -> str:
        zone = timezone(self.tailor.choice((0, 0, 5.5, -8, 2)) * HOUR)
        local = moment.replace(tzinfo=timezone.utc).astimezone(zone)
        clock, offset = local.strftime("%H:%M:%S.%f"), local.strftime("%z")
        if offset == "+0000":
            offset = self.tailor.choice(("", " UTC", "Z", "z", " +0000", "+00:00"))
        elif offset.endswith("00") and self.tailor.random() < 0.5:
            offset = offset[:3]
        digits = self.tailor.choice(("", "0", "999"))
        return f"{local.date()}{self.tailor.choice('Tt ')}{clock}{digits}{self.tailor.choice(('', ' ')) if offset else ''}{offset.strip()}"

    def spell(self, value) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.dice.choice(("true", "t", "TRUE", "yes", "1") if value else ("false", "F", "No", "n", "0"))
        if isinstance(value, datetime):
            return self.spell_time(value)
        if isinstance(value, date):
            return value.isoformat() + self.dice.choice(("", "", "", " 00:00:00"))
        if isinstance(value, Decimal):
            return self.dice.choice((f"{value}", f"{value}", f"{value:.6f}", f"{value:+}"))
        if isinstance(value, int):
            return self.dice.choice((f"{value}", f"{value}", f"{value}.0", f"{value:+}"))
        return value

    def spell_time(self, moment: datetime) -> str:
        if moment.time() == datetime.min.time() and self.chance(0.5):
            return moment.date().isoformat()
        text = moment.isoformat(sep=self.dice.choice(" T"))
        if moment.second == 0 and moment.microsecond == 0 and self.chance(0.3):
            text = text[:-3]  # without its seconds
        if self.chance(0.15):
            text += "Z"
        elif self.chance(0.1):
            zone = timezone(self.dice.choice((5.5, -8, 2)) * HOUR)
            text = moment.replace(tzinfo=timezone.utc).astimezone(zone).isoformat()
        return text


class _ExperimentMaker(_Maker):
    """Arms of different sizes, with outcomes that are more frequent, as frequent and less frequent than in the holdout."""

    ARMS = {"holdout": (160, 0.15, 20), "A": (170, 0.16, 30), "B": (150, 0.02, 30), "c": (140, 0.45, 60), "d": (150, 0.17, 20), "few": (30, 0.5, 20)}

    def make(self) -> RawRows:
        self.ids: set[str] = set()
        self.start = STARTS[1]
        account, campaign = f"{self.prefix}_acct", f"{self.prefix}_camp_arms"
        self.add("accounts", account_id=account, account_name="Arms & Co.", reporting_currency="EUR")
        self.add("campaigns", account_id=account, campaign_id=campaign, campaign_kind="standard", created_at=self.start)
        for arm, (size, chance, amount) in self.ARMS.items():
            for number in range(size):
                about = {"account_id": account, "contact_id": f"{self.prefix}_{arm}_{number:03d}"}
                is_holdout = arm == "holdout"
                self.add(
                    "campaign_memberships", campaign_id=campaign, enrolled_at=self.start, is_holdout=is_holdout,
                    variant=None if is_holdout else arm, **about,
                )  # fmt: skip
                for _ in range(self.dice.choice((1, 2)) if self.chance(chance) else 0):
                    moment = self.start + self.dice.randrange(32 * 24) * HOUR
                    kind, cents = self.dice.choice(("primary", "primary", "secondary")), self.dice.randint(0, 100 * amount)
                    order = self.add(
                        "conversions", conversion_id=f"{self.prefix}_o{len(self.rows['conversions'])}", conversion_type="purchase",
                        conversion_class=kind, occurred_at=moment, revenue_amount=Decimal(cents).scaleb(-2), currency="EUR", **about,
                    )  # fmt: skip
                    if self.chance(0.2):
                        self.add(
                            "conversion_adjustments", adjustment_id=f"{self.prefix}_j{order['conversion_id']}", account_id=account,
                            conversion_id=order["conversion_id"], adjustment_type="refund", occurred_at=moment + 3 * DAY,
                            amount=order["revenue_amount"], currency="EUR",
                        )  # fmt: skip
                if not is_holdout:
                    self.text(arm, chance, campaign, about)
                if self.chance(1 - chance):
                    moment = self.start + self.dice.randrange(32 * 24) * HOUR
                    self.add("leads", lead_id=f"{self.prefix}_q{about['contact_id']}", created_at=moment, source_channel="web", **about)
        return {name: self.disturb(name, self.rows[name]) for name in TABLES}

    def text(self, arm: str, chance: float, campaign: str, about: dict) -> None:
        """A text of the arm's variant, now and then one of another before or after it, and what is answered; more opt out of better arms."""
        phone = f"+1{self.number:06d}{len(self.rows['messages']):05d}"
        common = about | {"channel": "sms", "contact_phone_e164": phone, "sender_phone": "ACME"}
        sent_at = self.start + self.dice.randrange(48) * HOUR
        sends = [(arm, sent_at), *([(self.dice.choice(("A", "B", None)), sent_at + self.dice.choice((-5, 0, 5)) * HOUR)] if self.chance(0.2) else [])]
        for variant, moment in sends:
            message = self.add(
                "messages", message_id=self.new_message(), direction="outbound", send_origin="campaign_blast", campaign_id=campaign,
                ab_variant=variant, body=self.dice.choice(("Hello", "See https://shop.example/a")), created_at=moment, sent_at=moment,
                current_status=self.dice.choice(("delivered", "delivered", "delivered", "failed")), **common,
            )  # fmt: skip
            if self.chance(chance):
                self.add(
                    "click_events", click_id=f"{self.prefix}_x{message['message_id']}", account_id=about["account_id"],
                    message_id=message["message_id"], clicked_at=moment + HOUR, user_agent=PHONE_BROWSER,
                )  # fmt: skip
        for body, share in (("tell me more", chance), ("STOP", chance / 2)):
            if self.chance(share):
                self.add(
                    "messages", message_id=self.new_message(), direction="inbound", send_origin="unknown", body=body,
                    created_at=sent_at + self.dice.choice((0, 1, 23, 24, 30)) * HOUR + self.dice.choice((-1, 0)) * MICROSECOND, **common,
                )  # fmt: skip

    def new_message(self) -> str:
        return f"{self.prefix}_m{self.dice.randrange(10**6):06d}"
