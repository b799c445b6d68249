"""Conversions: whose, each of them once, what it brought and what was given back."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from .money import EXACT, cents, fold_currency, usable
from .raw import kept

METHODS = ("server", "client", "import", "platform_reported", None)  # the preferred first
NOTHING = Decimal("0.00")


@dataclass
class Conversion:
    """One row; of those that are one conversion, the survivor has the rest as losers."""

    row: dict
    id: str
    account: str
    type: str
    time: datetime
    contact: str | None
    identified_by: str | None
    amount: Decimal | None
    currency: str | None
    losers: list = field(default_factory=list)
    day: date | None = None
    gross: Decimal | None = None
    adjustments: list = field(default_factory=list)

    @property
    def kind(self):
        return self.row["conversion_class"]

    @property
    def key(self):
        return self.row["business_key"]

    @property
    def source(self):
        return self.row["source_system"]

    @property
    def adjusted(self):
        if self.gross is None:
            return None
        return sum((adjustment.applied for adjustment in self.adjustments), NOTHING)

    @property
    def net(self):
        return None if self.gross is None else self.gross - self.adjusted


@dataclass
class Duplicate:
    loser: Conversion
    kept: Conversion
    reason: str


@dataclass
class Adjustment:
    row: dict
    id: str
    conversion: Conversion
    time: datetime
    day: date
    amount: Decimal | None  # in the reporting currency
    before: Decimal = NOTHING  # what had been applied to the conversion before this one, and with it
    after: Decimal = NOTHING

    @property
    def account(self):
        return self.conversion.account

    @property
    def applied(self):
        return self.after - self.before


def _read_rows(tables, contacts, identities):
    """Every row that is not a test, with its contact."""
    rows = []
    for row in kept(tables, "conversions"):
        contact, identified_by = identities.find(
            row["occurred_at"],
            row["contact_id"],
            row["email"],
            row["phone_e164"],
            row["external_customer_id"],
            row["anonymous_id"],
        )
        if row["is_test"] or contacts.is_test(contact):
            continue
        rows.append(
            Conversion(
                row=row,
                id=row["conversion_id"],
                account=row["account_id"],
                type=row["conversion_type"],
                time=row["occurred_at"],
                contact=contact,
                identified_by=identified_by,
                amount=usable(row["revenue_amount"]),
                currency=fold_currency(row["currency"]),
            )
        )
    return rows


def _likeness(row):
    return row.account, row.contact, row.type, row.currency, row.amount


def _merge(best, losers):
    """The survivor takes what it lacks from the best loser that has it."""
    best.losers = losers
    if best.contact is None:
        for loser in losers:
            if loser.contact is not None:
                best.contact, best.identified_by = loser.contact, loser.identified_by
                break
    if best.amount is None:
        for loser in losers:
            if loser.amount is not None:
                best.amount, best.currency = loser.amount, loser.currency
                break


def read_conversions(tables, contacts, identities, settings, money, calendar):
    """(survivors, duplicates)."""
    near = timedelta(seconds=settings.conversion_dedupe_seconds)
    order = list(settings.conversion_source_order)

    def preference(row):
        source = order.index(row.source) if row.source in order else len(order)
        return source, METHODS.index(row.row["tracking_method"]), row.time, row.id

    keyed = defaultdict(list)  # (account, type, business key) -> rows
    keyed_alike = defaultdict(list)  # likeness -> keyed rows
    unkeyed = []
    for row in _read_rows(tables, contacts, identities):
        if row.key is None:
            unkeyed.append(row)
        else:
            keyed[row.account, row.type, row.key].append(row)
            keyed_alike[_likeness(row)].append(row)

    survivors = []
    folded_in = defaultdict(list)  # as keyed -> rows without a key
    unkeyed_alike = defaultdict(list)
    for row in unkeyed:
        if row.contact is None:
            survivors.append(row)
            continue
        candidates = [
            other
            for other in keyed_alike[_likeness(row)]
            if other.source != row.source and abs(other.time - row.time) < near
        ]
        if candidates:
            nearest = min(candidates, key=lambda other: (abs(other.time - row.time), other.id))
            folded_in[nearest.account, nearest.type, nearest.key].append(row)
        else:
            unkeyed_alike[_likeness(row)].append(row)

    chains = []
    for rows in unkeyed_alike.values():
        rows.sort(key=lambda row: (row.time, row.id))
        for previous, row in zip([None, *rows], rows):
            if previous is not None and row.time - previous.time < near:
                chains[-1].append(row)
            else:
                chains.append([row])

    duplicates = []
    for place, rows in keyed.items():
        best, *others = sorted(rows, key=preference)
        late = sorted(folded_in[place], key=preference)
        _merge(best, others + late)
        survivors.append(best)
        duplicates += [Duplicate(other, best, "business_key") for other in others]
        duplicates += [Duplicate(other, best, "keyed_row") for other in late]
    for chain in chains:
        best, *others = sorted(chain, key=preference)
        _merge(best, others)
        survivors.append(best)
        duplicates += [Duplicate(other, best, "repeat") for other in others]

    for row in survivors:
        row.day = calendar.day(row.account, row.time)
        amount = money.convert(row.amount, row.currency, row.account, row.day)
        row.gross = None if amount is None else cents(amount)
    return survivors, duplicates


def read_adjustments(tables, survivors, duplicates, money, calendar):
    """Every adjustment of a conversion that is not a test, in order of time, never more than the conversion brought."""
    conversions = {row.id: row for row in survivors} | {pair.loser.id: pair.kept for pair in duplicates}
    adjustments = []
    rows = kept(tables, "conversion_adjustments")
    for row in sorted(rows, key=lambda row: (row["occurred_at"], row["adjustment_id"])):
        conversion = conversions.get(row["conversion_id"])
        if conversion is not None:
            adjustment = Adjustment(
                row=row,
                id=row["adjustment_id"],
                conversion=conversion,
                time=row["occurred_at"],
                day=calendar.day(conversion.account, row["occurred_at"]),
                amount=money.convert(row["amount"], row["currency"], conversion.account, conversion.day),
            )
            conversion.adjustments.append(adjustment)
            adjustments.append(adjustment)
    for conversion in survivors:
        given_back = Decimal(0)
        before = NOTHING
        for adjustment in conversion.adjustments:
            given_back = EXACT.add(given_back, adjustment.amount or 0)
            adjustment.before = before
            adjustment.after = before = min(cents(given_back), conversion.gross or NOTHING)
    return adjustments
