"""Money: currencies and their rates, revenue in whole cents, costs allocated to messages."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from .raw import kept

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)  # 0.005 is a cent, as it is on paper
CENT = Decimal("0.01")


def cents(amount):
    return EXACT.quantize(amount, CENT)


def fold_currency(code):
    return (code or "").strip().upper() or None


def usable(amount):
    """Money is never negative: an amount below zero is as good as none."""
    return None if amount is None or amount < 0 else amount


class Money:
    """Amounts in the reporting currency of an account."""

    def __init__(self, tables, accounts, settings):
        self.fallback = fold_currency(settings.reporting_currency)
        self.currencies = {name: fold_currency(row["reporting_currency"]) for name, row in accounts.items()}
        self.max_age = settings.fx_rate_max_age
        published = {}
        for row in sorted(kept(tables, "fx_rates"), key=lambda row: (row["loaded_at"], row["rate"])):
            if row["rate"] > 0:
                pair = fold_currency(row["from_currency"]), fold_currency(row["to_currency"])
                published[row["rate_date"], *pair] = row["rate"]
        self.rates = defaultdict(list)  # (from, to) -> [(day, rate)], the latest first
        for (day, *pair), rate in sorted(published.items(), reverse=True):
            self.rates[tuple(pair)].append((day, rate))

    def convert(self, amount, currency, account, day):
        """The exact amount at the latest rate of that day or before it, in that direction; None where it cannot be known."""
        currency = fold_currency(currency)
        reporting = self.currencies.get(account) or self.fallback
        if usable(amount) is None or currency is None:
            return None
        if currency == reporting:
            return amount
        rate = self.rate(currency, reporting, day)
        return None if rate is None else EXACT.multiply(amount, rate)

    def rate(self, currency, reporting, day):
        for published_on, rate in self.rates.get((currency, reporting), []):
            if published_on <= day:
                return rate if day - published_on <= self.max_age else None
        return None


@dataclass
class Unallocated:
    """A cost for whose period no message was sent: it stands on the period's first day."""

    campaign: str | None
    account: str
    day: date
    amount: float | None


@dataclass
class Costs:
    """What messages cost. An amount of None could not be brought into the reporting currency."""

    prices: dict = field(default_factory=dict)  # message id -> its price, where that is known
    shares: dict = field(default_factory=lambda: defaultdict(list))  # message id -> its shares of cost rows
    covered: set = field(default_factory=set)  # messages without a price that a cost row of type message pays for
    in_doubt: set = field(default_factory=set)  # the same, where nobody knows how much
    unallocated: list = field(default_factory=list)
    of_other_channels: list = field(default_factory=list)  # (channel, account, first day, amount)

    def is_known(self, message):
        return message.id in self.prices or message.id in self.covered - self.in_doubt


def read_costs(tables, outbound, campaign_accounts, test_campaigns, money, calendar):
    costs = Costs()
    of_campaign, of_account = defaultdict(list), defaultdict(list)  # -> [(day, message)]
    for message in outbound:
        if not message.is_sent:
            continue
        day = calendar.day(message.account, message.sent_at)
        price = money.convert(message.row["price_amount"], message.row["price_currency"], message.account, day)
        if price is not None:
            costs.prices[message.id] = float(price)
        of_campaign[message.campaign].append((day, message))
        of_account[message.account].append((day, message))

    for row in kept(tables, "campaign_costs"):
        account, campaign = row["account_id"], row["campaign_id"]
        if campaign in test_campaigns:
            continue
        unit = account if campaign is None else campaign_accounts.get(campaign, account)
        channel = (row["channel"] or "sms").strip().lower()
        if channel != "sms":
            amount = money.convert(row["amount"], row["currency"], unit, row["period_start"])
            costs.of_other_channels.append((channel, unit, row["period_start"], amount))
            continue
        amount = money.convert(row["amount"], row["currency"], unit, row["period_start"])
        amount = None if amount is None else float(amount)
        candidates = of_account[account] if campaign is None else of_campaign[campaign]
        in_period = [message for day, message in candidates if row["period_start"] <= day <= row["period_end"]]
        for message in in_period:
            if row["cost_type"] == "message" and message.row["price_amount"] is None:
                (costs.in_doubt if amount is None else costs.covered).add(message.id)
        sent = [message for message in in_period if message.is_campaign]
        if not sent:
            costs.unallocated.append(Unallocated(campaign, unit, row["period_start"], amount))
        for message in sent:
            if row["cost_type"] == "message" and message.row["price_amount"] is not None:
                continue  # it was paid for already; its share is nobody else's
            costs.shares[message.id].append(None if amount is None else amount / len(sent))
    return costs
