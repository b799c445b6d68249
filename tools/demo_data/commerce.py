"""Orders as each system reports them, refunds, touches of other channels, costs, rates and the platforms' figures."""

from datetime import date, timedelta
from decimal import Decimal

from . import messaging
from .campaign_list import CAMPAIGNS
from .campaigns import BY_ID, SHOPS, destination
from .clock import END, START, to_local
from .people import ACCOUNTS, change, local_time

CENT = Decimal("0.01")
NO_RATE_ON = date(2026, 4, 12)  # the bank's file was missing that day
SHOP_SYSTEM, PIXEL = "shopify", "web_pixel"
CHANNELS = {"email": 5, "paid": 4, "organic": 4, "social": 2, "direct": 3}


def money(dice, curve):
    return (
        Decimal(int(dice.quantile(curve)))
        + dice.choice([Decimal("0.00"), Decimal("0.50"), Decimal("0.90"), Decimal("0.99")])
    ).quantize(CENT)


def identify(world, contact, kind, value, at):
    """An identifier seen together with the contact, once."""
    key = ("identity", kind, value, contact.contact_id)
    if key not in world.seen:
        world.seen.add(key)
        world.add(
            "identity_links",
            contact.account,
            at,
            source=SHOP_SYSTEM,
            identity_type=kind,
            identity_value=value,
            contact_id=contact.contact_id,
            first_seen_at=at,
        )


def _spelt(dice, email):
    """The address as people type it."""
    return dice.weighted({email: 12, email.title(): 2, email.upper(): 1, f" {email}": 1, f"{email} ": 1})


def order(world, at, contact, message, organic=False):
    """An order, reported by one to three systems under one order number, which some of them omit."""
    dice = world.dice(f"orders {contact.account.account_id}")
    account = contact.account
    number = world.new_id("H1", 4)
    currency = account.currency
    if dice.chance(0.07):
        currency = "USD" if currency == "EUR" else "EUR"
    amount = money(dice, [(0, 18), (0.5, 74), (0.9, 160), (1, 420)])
    if not contact.customer_id:
        contact.customer_id = f"C{contact.contact_id[1:]}"
    anonymous = f"a{contact.contact_id[1:]}"
    report = {
        "conversion_type": "purchase",
        "conversion_class": "primary",
        "revenue_amount": amount,
        "currency": currency,
    }
    landing = destination(message.campaign, message.template) if message else SHOPS[account.account_id]
    rows = []
    if dice.chance(0.95):
        whose = (
            {"external_customer_id": contact.customer_id}
            if dice.chance(0.5)
            else {"email": _spelt(dice, contact.email)}
        )
        rows.append(
            _report(
                world,
                at,
                account,
                SHOP_SYSTEM,
                "server",
                business_key=number,
                **whose,
                **report,
                promo_code="WELCOME10" if message and "welcome" in message.campaign.campaign_id else None,
            )
        )
    if dice.chance(0.5):
        whose = {"anonymous_id": anonymous} if dice.chance(0.7) else {"email": contact.email}
        seen = at + dice.seconds(-3, 90)
        rows.append(
            _report(
                world,
                seen,
                account,
                PIXEL,
                "client",
                business_key=number if dice.chance(0.75) else None,
                landing_url=landing if dice.chance(0.6) else None,
                **whose,
                **{**report, "revenue_amount": amount if dice.chance(0.93) else None},
            )
        )
    if (message and dice.chance(0.7)) or (organic and dice.chance(0.15)):
        claim = message.campaign.campaign_id if message else "c_us_weekly"
        rows.append(
            _report(
                world,
                at + dice.seconds(30, 400),
                account,
                account.vendor,
                "platform_reported",
                business_key=number if dice.chance(0.9) else None,
                contact_id=contact.contact_id,
                platform_attributed_campaign_id=claim,
                late=dice.minutes(60, 1600),
                **report,
            )
        )
    identify(world, contact, "customer_id", contact.customer_id, at)
    if dice.chance(0.6):
        identify(world, contact, "anonymous_id", anonymous, at - dice.minutes(1, 4000))
    if dice.chance(0.4):
        identify(world, contact, "email", _spelt(dice, contact.email), at)
    if organic or dice.chance(0.3):
        touches_before(world, dice, contact, at)
    for flow in ("c_us_welcome", "c_us_cart", "c_eu_welcome"):
        contact.exits.setdefault(flow, (at, "converted"))
    change(world, contact, "lifecycle_stage", "customer", at, "shop")
    if rows and dice.chance(0.12):
        refunds(world, dice, at, rows, amount, currency)
    if account.account_id == "harbor_us" and (organic or dice.chance(0.5)):
        _order_updates(world, dice, at, contact)


def buy_in_shop(world, at, contact):
    """A purchase that only the till tells of, by the contact's e-mail address."""
    _report(
        world,
        at,
        contact.account,
        "till",
        "import",
        conversion_type="purchase",
        conversion_class="primary",
        business_key=world.new_id("T1", 4),
        email=contact.email,
        revenue_amount=money(world.dice("till"), [(0, 18), (0.5, 74), (0.9, 160), (1, 420)]),
        currency=contact.account.currency,
    )


def _report(world, at, account, source, method, late=None, **columns):
    return world.add(
        "conversions",
        account,
        at,
        source=source,
        late=late,
        conversion_id=world.new_id("o"),
        occurred_at=at,
        tracking_method=method,
        **columns,
    )


def _order_updates(world, dice, at, contact):
    campaign = BY_ID["c_us_orders"]
    contact.exits.pop("c_us_orders", None)
    confirmation, shipping = campaign.templates
    world.plan(at + dice.minutes(1, 3), messaging.send, contact, campaign, confirmation)
    packed = local_time(
        contact, to_local(contact.zone, at) + timedelta(days=1), dice.randint(10, 17), dice.randint(0, 59)
    )
    world.plan(packed, messaging.send, contact, campaign, shipping)


def refunds(world, dice, at, rows, amount, currency):
    """Refunds in full, in part or in several parts; often in a later month, sometimes more than was paid."""
    conversion = dice.choice(rows)
    kind = dice.weighted({"full": 4, "partial": 4, "repeated": 2, "too_much": 1})
    parts = {
        "full": [amount],
        "partial": [(amount * Decimal("0.35")).quantize(CENT)],
        "repeated": [
            (amount * share).quantize(CENT) for share in (Decimal("0.30"), Decimal("0.25"), Decimal("0.60"))
        ],
        "too_much": [amount + Decimal("9.90")],
    }[kind]
    when = at
    for part in parts:
        when += timedelta(days=dice.randint(2, 32), seconds=dice.randint(0, 40000))
        if when < END:
            world.add(
                "conversion_adjustments",
                _account_of(conversion),
                when,
                source=SHOP_SYSTEM,
                adjustment_id=world.new_id("r"),
                conversion_id=conversion["conversion_id"],
                currency=currency,
                occurred_at=when,
                amount=part,
                adjustment_type=dice.weighted({"refund": 8, "cancel": 2, "chargeback": 1}),
            )


def _account_of(row):
    return next(account for account in ACCOUNTS if account.account_id == row["account_id"])


def leave_cart(world, at, contact):
    """A visit that fills a cart, perhaps starts the checkout, and ends."""
    dice = world.dice("carts")
    whose = {"anonymous_id": f"a{contact.contact_id[1:]}"} if dice.chance(0.6) else {"email": contact.email}
    steps = [
        ("product_view", "engagement", 0.4),
        ("add_to_cart", "engagement", 1.0),
        ("checkout_started", "secondary", 0.45),
    ]
    when = at - timedelta(minutes=8)
    for kind, weight, share in steps:
        when += dice.seconds(40, 200)
        if dice.chance(share):
            _report(
                world,
                when,
                contact.account,
                PIXEL,
                "client",
                conversion_type=kind,
                conversion_class=weight,
                **whose,
            )
    identify(world, contact, "anonymous_id", f"a{contact.contact_id[1:]}", at)


def touches_before(world, dice, contact, at):
    """Touches of other channels before an order."""
    for _ in range(dice.randint(1, 3)):
        when = at - dice.delay([(0, 300), (0.4, 20000), (0.8, 200000), (1, 900000)])
        if when < START:
            continue
        channel = dice.weighted(CHANNELS)
        source, medium = {
            "email": ("newsletter", "email"),
            "paid": ("search-ads", "cpc"),
            "organic": ("search", "organic"),
            "social": ("photo-app", "social"),
            "direct": (None, None),
        }[channel]
        known = dice.chance(0.6)
        world.add(
            "touchpoints",
            contact.account,
            when,
            source="web_analytics",
            touchpoint_id=world.new_id("w"),
            contact_id=contact.contact_id if known else None,
            anonymous_id=None if known else f"a{contact.contact_id[1:]}",
            channel=channel,
            touch_type="open"
            if channel == "email" and dice.chance(0.3)
            else dice.choice(["click", "session"]),
            occurred_at=when,
            utm_source=source,
            utm_medium=medium,
            utm_campaign=dice.choice(["spring", "brand", "newsletter-12"]) if source else None,
        )


def add_company_touches(world, people):
    """Touches of other channels before many of the software company's conversions."""
    dice = world.dice("company touches")
    by_id = {contact.contact_id: contact for contact in people["larkfield"]}
    by_email = {contact.email.lower(): contact for contact in people["larkfield"]}
    for row in world.find("conversions", account_id="larkfield", conversion_class="primary"):
        contact = by_id.get(row.get("contact_id")) or by_email.get((row.get("email") or "").lower())
        if contact and dice.chance(0.4):
            touches_before(world, dice, contact, row["occurred_at"])


def plan_browsing(world, people):
    """Touches and browsing that lead to no order."""
    dice = world.dice("browsing")
    for account_id, count in (("harbor_us", 60), ("harbor_eu", 35), ("larkfield", 25)):
        for contact in dice.sample(people[account_id], count):
            at = max(START, contact.created_at) + timedelta(
                days=dice.randint(1, 175), seconds=dice.randint(0, 86399)
            )
            world.plan(at, browse, contact)


def browse(world, at, contact):
    dice = world.dice("browsing")
    touches_before(world, dice, contact, at)
    if dice.chance(0.4):
        kind = (
            "pricing_view"
            if contact.account.account_id == "larkfield"
            else dice.choice(["product_view", "wishlist_add"])
        )
        _report(
            world,
            at,
            contact.account,
            PIXEL,
            "client",
            conversion_type=kind,
            conversion_class="engagement",
            anonymous_id=f"a{contact.contact_id[1:]}" if dice.chance(0.7) else None,
        )


# --- costs, rates and platform figures ----------------------------------------------------------------------------


def _months():
    for month in range(1, 7):
        first = date(2026, month, 1)
        yield max(first, START.date()), date(2026, month + 1, 1) - timedelta(days=1)


def write_costs(world):
    """Twilio messages have prices; the others' costs are charges: per campaign, or monthly fees to be allocated."""
    by_account = {account.account_id: account for account in ACCOUNTS}

    def charge(account_id, campaign_id, kind, amount, currency, begin, end, channel="sms"):
        world.add(
            "campaign_costs",
            by_account[account_id],
            END,
            source="finance",
            cost_id=world.new_id("z", 3),
            campaign_id=campaign_id,
            channel=channel,
            cost_type=kind,
            amount=Decimal(amount),
            currency=currency,
            period_start=begin,
            period_end=end,
        )

    for number, (begin, end) in enumerate(_months()):
        charge("harbor_us", None, "platform_fee", "99.00", "USD", begin, end)
        charge("harbor_eu", None, "platform_fee", "60.00", "EUR", begin, end)
        charge("larkfield", None, "platform_fee", "49.00", "USD", begin, end)
        charge(
            "larkfield",
            "c_b2b_outreach",
            "message",
            ("9.12", "11.48", "13.30", "12.04", "7.45", "0.88")[number],
            "USD",
            begin,
            end,
        )
        charge(
            "harbor_us",
            None,
            "carrier_fee",
            ("4.10", "3.35", "3.90", "4.75", "3.60", "2.90")[number],
            "USD",
            begin,
            end,
        )
    charge("larkfield", "c_b2b_webinar", "message", "2.31", "USD", date(2026, 5, 1), date(2026, 5, 31))
    charge("harbor_eu", "c_eu_sale", "message", "27.40", "EUR", date(2026, 3, 26), date(2026, 3, 28))
    charge(
        "harbor_eu", "c_eu_vip", "message", "31.20", "USD", date(2026, 2, 1), date(2026, 6, 30)
    )  # charged in dollars
    charge(
        "harbor_eu", "c_eu_vip", "creative", "450.00", "EUR", date(2026, 2, 1), date(2026, 2, 10)
    )  # before any send
    charge("harbor_us", "c_us_spring", "creative", "300.00", "USD", date(2026, 4, 1), date(2026, 4, 30))
    charge(
        "harbor_us", "c_us_winter", "message", "8.00", "USD", date(2026, 1, 14), date(2026, 1, 15)
    )  # priced messages: ignored
    charge(
        "harbor_us", "c_us_spring", "other", "120.00", "USD", date(2026, 4, 1), date(2026, 4, 30), "email"
    )  # not SMS


def write_rates(world):
    """Daily rates of the dollar and the euro, both ways; one day is missing."""
    dice = world.dice("rates")
    group, rate, day = ACCOUNTS[0], Decimal("0.9200"), date(2025, 12, 29)
    while day <= END.date():
        rate += Decimal(dice.randint(-28, 28)) / 10000
        rate = min(max(rate, Decimal("0.8900")), Decimal("0.9600"))
        if day != NO_RATE_ON:
            at = START + (day - START.date()) + timedelta(hours=15)
            for pair, value in (("USD EUR", rate), ("EUR USD", (1 / rate).quantize(Decimal("0.000001")))):
                source, target = pair.split()
                world.add(
                    "fx_rates",
                    group,
                    at,
                    source="ecb",
                    rate_date=day,
                    from_currency=source,
                    to_currency=target,
                    rate=value,
                )
        day += timedelta(days=1)


def write_platform_figures(world):
    """The platforms' own figures, per campaign and month of UTC days: bot clicks count, and orders are claimed for five
    days after a view without a click."""
    dice = world.dice("platform figures")
    for campaign in CAMPAIGNS:
        for begin, end in _months():

            def within(at):
                return at is not None and begin <= at.date() <= end

            outbound = [
                row
                for row in world.find("messages", campaign_id=campaign.campaign_id, direction="outbound")
                if within(row["created_at"]) and not row["send_origin"].endswith("auto_reply")
            ]
            if not outbound:
                continue
            links = {row["link_id"] for row in world.find("links", campaign_id=campaign.campaign_id)}
            ids = {row["message_id"] for row in outbound}
            clicks = [
                row
                for row in world.rows["click_events"]
                if within(row["clicked_at"])
                and (
                    row.get("link_id") in links
                    or row.get("message_id") in ids
                    or (row.get("link_id") or "")[2:] in ids
                )
            ]
            claims = [
                row
                for row in world.find("conversions", platform_attributed_campaign_id=campaign.campaign_id)
                if within(row["occurred_at"])
            ]
            figures = {
                "messages_sent": len(outbound),
                "clicks": len(clicks),
                "conversions": len(claims),
                "revenue_gross": sum((row["revenue_amount"] or 0 for row in claims), Decimal(0)),
            }
            if (
                campaign.campaign_id == "c_us_weekly"
            ):  # this page counts segments, not messages, and doubles its audience
                figures["messages_sent"] = len(outbound) * 2 + dice.randint(3, 20)
            for name, value in figures.items():
                if value:
                    world.add(
                        "platform_reported_metrics",
                        campaign.account,
                        END,
                        campaign_id=campaign.campaign_id,
                        metric_name=name,
                        period_start=begin,
                        period_end=end,
                        metric_value=Decimal(value),
                    )
