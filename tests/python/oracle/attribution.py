"""Which touches a conversion is credited to, and how much of its revenue each of them gets."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .conversions import Adjustment, Conversion
from .messages import Message
from .money import EXACT, cents
from .raw import kept


@dataclass(frozen=True)
class Touch:
    id: str
    time: datetime
    account: str
    contact: str
    channel: str
    message: Message | None
    utm_campaign: str | None = None


@dataclass
class Credit:
    """A conversion's credit to one touch; like every event it has a time, and the message it belongs to."""

    conversion: Conversion
    model: str
    basis: str
    scope: str
    touch: Touch
    number: int
    touches: int
    share: float
    before: Decimal  # the shares of the touches before it, and with it, in all
    after: Decimal

    @property
    def message(self):
        return self.touch.message

    @property
    def campaign(self):
        return self.message.campaign if self.message else None

    @property
    def account(self):
        return self.conversion.account

    @property
    def contact(self):
        return self.conversion.contact

    @property
    def time(self):
        return self.conversion.time

    def part_of(self, amount):
        """This touch's cents of an amount: the parts of all touches add up to it."""
        return cents(EXACT.multiply(amount, self.after)) - cents(EXACT.multiply(amount, self.before))

    @property
    def revenue(self):
        return None if self.conversion.gross is None else self.part_of(self.conversion.gross)


@dataclass
class AdjustmentCredit:
    """A touch's part of what was given back."""

    adjustment: Adjustment
    credit: Credit

    @property
    def message(self):
        return self.credit.message

    @property
    def campaign(self):
        return self.credit.campaign

    @property
    def account(self):
        return self.credit.account

    @property
    def contact(self):
        return self.credit.contact

    @property
    def time(self):
        return self.adjustment.time

    @property
    def amount(self):
        return self.credit.part_of(self.adjustment.after) - self.credit.part_of(self.adjustment.before)


def own_attribution_window(campaign):
    minutes = (campaign or {}).get("attribution_window_minutes") or 0
    return timedelta(minutes=minutes) if minutes > 0 else None


def attribution_window(message, conversion_type, campaigns, reference):
    """The touched campaign's own, else the reference table's; None where no line fits."""
    campaign = campaigns.get(message.campaign) if message else None
    if own_attribution_window(campaign) is not None:
        return own_attribution_window(campaign)
    windows = {(message_type, kind): minutes for message_type, kind, minutes in reference.attribution_windows}
    message_type = campaign["message_type"] if campaign else None
    for place in ((message_type, conversion_type), (message_type, None), (None, conversion_type), (None, None)):
        if place in windows:
            return timedelta(minutes=windows[place])
    return None


def read_touches(tables, outbound, clicks, contacts, identities, settings):
    """{basis: touches of text messages}, touches of other channels."""
    own = {
        "click": [
            Touch(click.id, click.time, click.message.account, click.message.contact, "sms", click.message)
            for click in clicks
            if click.counts
        ],
        "view": [
            Touch(message.id, message.sent_at, message.account, message.contact, "sms", message)
            for message in outbound
            if message.is_campaign and message.counts_as_delivered
        ],
    }
    others = []
    for row in kept(tables, "touchpoints"):
        contact, _ = identities.find(row["occurred_at"], row["contact_id"], anonymous_id=row["anonymous_id"])
        channel = row["channel"].strip().lower()
        takes_part = row["touch_type"] in settings.touchpoint_types and channel != "sms"
        if takes_part and contact is not None and not contacts.is_test(contact):
            others.append(
                Touch(row["touchpoint_id"], row["occurred_at"], row["account_id"], contact, channel, None, row["utm_campaign"])
            )
    return own, others


def _journey(conversion, touches, campaigns, reference):
    """The eligible touches in order of time; of each message only the latest."""
    latest = {}
    for touch in sorted(touches, key=lambda touch: (touch.time, touch.id)):
        window = attribution_window(touch.message, conversion.type, campaigns, reference)
        if window is not None and touch.time <= conversion.time < touch.time + window:
            latest[("message", touch.message.id) if touch.message else ("touch", touch.id)] = touch
    return sorted(latest.values(), key=lambda touch: (touch.time, touch.id))


def _weights(model, journey, moment, settings):
    count = len(journey)
    if model == "last_touch":
        return [0] * (count - 1) + [1]
    if model == "first_touch":
        return [1] + [0] * (count - 1)
    if model == "linear":
        return [1] * count
    if model == "position_based":
        first, middle, last = settings.position_based_shares
        if count == 1:
            return [1]
        return [first] + [middle / (count - 2)] * (count - 2) + [last] if count > 2 else [first, last]
    if model == "time_decay":
        return [0.5 ** ((moment - touch.time) / settings.time_decay_half_life) for touch in journey]
    raise ValueError(model)


def _credits(conversion, model, basis, scope, journey, settings):
    weights = _weights(model, journey, conversion.time, settings)
    shares = [weight / sum(weights) for weight in weights]
    total, before = 0.0, Decimal(0)
    for number, (touch, share) in enumerate(zip(journey, shares, strict=True), start=1):
        total += share
        after = Decimal(repr(total)).quantize(Decimal("1e-12"), ROUND_HALF_UP)
        if number == len(journey):
            after = Decimal(1)
        if share > 0:
            yield Credit(conversion, model, basis, scope, touch, number, len(journey), share, before, after)
        before = after


def read_journeys(conversions, own_touches, other_touches, campaigns, reference, settings):
    """[(conversion, basis, scope, touches)] of every conversion that was touched."""
    result = []
    for basis in settings.attribution_models:
        for scope in settings.attribution_scopes:
            touches = defaultdict(list)  # (account, contact) -> touches
            for touch in own_touches[basis] + (other_touches if scope == "all" else []):
                touches[touch.account, touch.contact].append(touch)
            for conversion in conversions:
                place = (conversion.account, conversion.contact)
                if conversion.contact is None or place not in touches:
                    continue
                journey = _journey(conversion, touches[place], campaigns, reference)
                if journey:
                    result.append((conversion, basis, scope, journey))
    return result


def read_credits(journeys, settings):
    """Every credit by every model that is built."""
    return [
        credit
        for conversion, basis, scope, journey in journeys
        for model in settings.attribution_models[basis]
        for credit in _credits(conversion, model, basis, scope, journey, settings)
    ]


def read_adjustment_credits(credits_given):
    return [
        AdjustmentCredit(adjustment, credit)
        for credit in credits_given
        for adjustment in credit.conversion.adjustments
    ]
