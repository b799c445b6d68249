"""Small random sets of raw events, made to hit edges: ties, exact window ends, late, repeated and broken rows.

A set is an account of its own (now and then two), with ids and phone numbers that no other set has, so that hundreds of
sets fit into one folder and one build. The same seed gives the same sets. All cells are text, written in every spelling
that the raw-event contract allows.

What is left out on purpose, as the definitions do not decide it: different contents of a key at the same `loaded_at`;
opposite consents of a phone at one instant before a YES; a consent row that names a message of another account.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

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
# Days around changes to and from summer time, in both hemispheres, and plain ones.
STARTS = tuple(
    datetime.fromisoformat(day)
    for day in ("2025-03-08", "2025-03-29", "2025-04-05", "2025-06-10", "2025-10-04", "2025-10-25", "2025-11-01")
)

REPLIES = (
    "Yes please", "ok", "ok", "tell me more", "who is this?", "", "STOP please", "no", "😀", "Stop calling\nthanks",
    "…", "yes yes",
)  # fmt: skip
OPT_OUTS = ("STOP", "stop.", " Stop! ", "OPT-OUT", "opt out", "Remove  me", "“Cancel”", "ARRET", "quit")
OPT_INS = ("START", "Unstop", "start!")
HELPS = ("HELP", "info?", "¿Help?")
KEYWORDS = ("JOIN", "Pizza!", "SAVE 10", "stop")
SAID_KEYWORDS = ("join", " Join. ", "PIZZA", "pizza!!", "save  10", "save 10 now", "STOP")
BODIES = (
    "Hello", "Hello", "", "a" * 160, "a" * 161, "1" * 152 + "€" + "2" * 152, "я" * 70, "я" * 71, "😀" * 67, "[" * 81,
    'He said "hi", twice', "line\nbreak",
)  # fmt: skip
ERROR_CODES = (
    "", "", "30007", "30003", "21211", "30006", "21610", "30001", "30036", "30004", "30008", "99999",
    " carrier violation ", "DEVICE UNREACHABLE", "Message Blocked", "40300",
)  # fmt: skip
# These are told apart from other opt-ins where it matters.
NOT_FROM_A_LIST = {"yes", *map(normalise, OPT_INS)}
PHONE_BROWSER = "Mozilla/5.0 (iPhone)"
AGENTS = ("", *[PHONE_BROWSER] * 6, "WhatsApp/2.23", "facebookexternalhit/1.1", "curl/8")
ACTIONS = ("", "", "reply", "click", "reply, click", "meeting", "nonsense", "nonsense,click", "click,conversion")


def random_sets(count: int, seed: int = 0, wordings: Sequence[str] = ()) -> list[RawRows]:
    """`count` sets; the first one's rows name no account, as in a warehouse that has only one.

    `wordings`: what people say beside the texts above, such as the wordings of the reference table.
    """
    return [random_set(number, seed, wordings) for number in range(count)]


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


def random_set(number: int, seed: int = 0, wordings: Sequence[str] = ()) -> RawRows:
    return _Maker(number, seed, wordings).make()


class _Maker:
    def __init__(self, number: int, seed: int, wordings: Sequence[str]) -> None:
        self.dice = random.Random(f"{seed}/{number}")
        self.number = number
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
        self.phones = [f"+1{self.number:06d}{k:03d}" for k in range(self.dice.randint(2, 6))]
        self.senders = ["100", f"+2{self.number:06d}", "ACME"][: self.dice.randint(1, 3)]

        self.make_accounts()
        self.make_contacts()
        self.make_campaigns()
        self.make_messages()
        self.make_status_events()
        self.make_consents()
        self.make_links_and_clicks()
        self.make_the_rest()
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
                self.add("accounts", account_id=account, time_zone=zone, reporting_currency="USD")

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
            message_type=self.one_of(("promotional", "newsletter"), else_none=0.6),
            created_at=self.one_of((self.start - 2 * DAY, *self.hot)),
            launched_at=launched_at,
            response_window_minutes=self.one_of((1, 30, 60, 10 * 24 * 60), else_none=0.6),
            response_actions=self.dice.choice(ACTIONS),
            is_test=self.flag(0.06),
            **more,
        )

    # --- messages ------------------------------------------------------------------------------------

    def make_messages(self) -> None:
        total = self.dice.choice((5, 10, 20, 40, 60))
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
        campaign = self.one_of(own, else_none=0.12)
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
            body_is_hashed=self.flag(0.05),
            num_segments=self.one_of((0, 1, 2), else_none=0.5),
            created_at=created_at,
            sent_at=self.one_of((created_at, created_at, created_at + 2 * SECOND, self.instant()), else_none=0.4),
            current_status=status,
            current_status_at=None if status is None else self.one_of((self.near([created_at]),), else_none=0.4),
            error_code=dice.choice(ERROR_CODES),
            sent_by_user_id=self.one_of(("eve",), else_none=0.88),
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
                self.add(
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
            campaign_id=self.one_of(self.own_campaigns(account), else_none=0.6),
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
                destination_url="https://shop.example/x?utm_source=sms",
                link_purpose=self.one_of(("product", "survey"), else_none=0.5),
                last_check_status=self.one_of((200, 404), else_none=0.6),
            )
            links.append((link, message))
        for _ in range(self.dice.choice((0, 4, 10, 20))):
            self.add_click(links)

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
        self.add(
            "click_events",
            click_id=self.new_id("x"),
            account_id=about["account_id"] if self.chance(0.95) else self.account(),
            link_id=f"{self.prefix}_l_unknown" if self.chance(0.04) else link and link["link_id"],
            message_id=f"{self.prefix}_m_unknown" if self.chance(0.03) else message["message_id"] if names_message else None,
            contact_id=about["contact_id"] if knows_contact else None,
            contact_phone_e164=about["contact_phone_e164"] if self.chance(0.6) else None,
            clicked_at=self.near([about["sent_at"] or about["created_at"]]),
            user_agent=dice.choice(AGENTS),
            http_method=self.one_of(("GET", "GET", "GET", "GET", "HEAD"), else_none=0.5),
            is_datacenter_ip=self.flag(0.07),
            vendor_bot_flag=self.flag(0.07),
            click_count=self.one_of((1, 3), else_none=0.7),
        )

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
            self.add(
                "contact_attribute_history",
                contact_id=contact, account_id=account, attribute_name=self.dice.choice(("persona", "mood")),
                changed_at=self.unique_instant(self.start), attribute_value=self.one_of(("buyer", "user"), 0.2),
            )  # fmt: skip
            self.add(
                "identity_links",
                identity_type="email", identity_value=f"{self.new_id('i')}@example.com", contact_id=contact,
                account_id=account, first_seen_at=self.instant(),
            )  # fmt: skip

    # --- versions of a row, broken rows, spellings -----------------------------------------------------

    def disturb(self, table: str, rows: list[dict]) -> list[Row]:
        """Rows as they arrive: repeated, corrected, deleted, broken, in no order, and as text."""
        columns = {column.name: column for column in TABLES[table]}
        times = [name for name, column in columns.items() if column.type == "timestamp" and name != "loaded_at"]
        optional = [name for name, column in columns.items() if column.flag == "optional" and name in ("body", "campaign_id",
                    "contact_id", "num_segments", "current_status", "error_code", "merged_into_contact_id", "is_test",
                    "valid_to", "template_id", "ended_at", "click_count", "message_id")]  # fmt: skip
        arrived = []
        keys = set()
        for row in rows:
            key = tuple(row[name] for name, column in columns.items() if column.flag == "key")
            if key in keys:  # the same owner of the same phone twice: no second truth about it
                continue
            keys.add(key)
            known = [row[name] for name in times if row.get(name) is not None]
            loaded_at = max([self.start, *known]) + self.dice.randrange(3 * 24 * 60) * MINUTE
            row["loaded_at"] = loaded_at
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
            if column.type == "timestamp":
                damage += [(name, "2025-02-29 10:00:00"), (name, "12:00"), (name, "2025-10-26 24:00:00")]
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
            result[name] = self.spell(value)
        return result

    def spell(self, value) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.dice.choice(("true", "t", "TRUE", "yes", "1") if value else ("false", "F", "No", "n", "0"))
        if isinstance(value, datetime):
            return self.spell_time(value)
        if isinstance(value, int):
            return self.dice.choice((f"{value}", f"{value}", f"{value}.0", f"+{value}"))
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
