"""Attribution credits, as the models compute them from raw events, against the package marketing-attribution-models."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from mam import MAM

from tests.python.support.dbt import run_dbt
from tests.python.support.raw_folder import Events, write_folder

JOURNEYS = 2100  # 70 of each length
LONGEST = 30
HALF_LIFE_HOURS = 7 * 24.0
CLOSE = 1e-9

# A click counts as long as its campaign says. A touch of another channel counts as long as the reference table of windows
# says of the type of conversion.
CLICK_WINDOW = timedelta(days=60)
WINDOWS = {"purchase": timedelta(days=2), "demo_request": timedelta(days=14)}
CHANNELS = ("email", "paid", "organic", "direct")

LOADED_AT = datetime(2026, 6, 1)
SECOND = timedelta(seconds=1)

# Of each model, the credit of (conversion, touch); a touch that is not here has none.
Credits = dict[str, dict[tuple[str, str], float]]


# --- the journeys --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Touch:
    id: str
    at: datetime
    channel: str | None  # none: a click in a text of ours


@dataclass(frozen=True)
class Journey:
    conversion: str
    type: str
    at: datetime
    touches: tuple[Touch, ...]  # in order of time, then of id


def random_journeys() -> list[Journey]:
    """Journeys of every length, of clicks and touches of other channels, now and then several at one instant."""
    dice = random.Random(40_20_40)
    ids = [f"{number:05x}" for number in range(JOURNEYS * LONGEST)]
    dice.shuffle(ids)
    journeys = []
    for number in range(JOURNEYS):
        at = datetime(2026, 3, 15) + SECOND * dice.randrange(60 * 24 * 60 * 60)
        kind = dice.choice(list(WINDOWS))
        touches: list[Touch] = []
        for _ in range(1 + number % LONGEST):
            channel = dice.choice((None, dice.choice(CHANNELS)))
            window = WINDOWS[kind] if channel else CLICK_WINDOW
            # At the instant of the conversion, at the last that counts, somewhere between; often close to another touch.
            age = dice.choice((dice.random(), dice.random(), dice.random() ** 4, dice.choice((0, 1)))) * (window - SECOND)
            touched_at = at - timedelta(seconds=int(age.total_seconds()))
            if touches and dice.random() < 0.15 and at < touches[-1].at + window:
                touched_at = touches[-1].at
            touches.append(Touch(f"t{ids.pop()}", touched_at, channel))
        touches.sort(key=lambda touch: (touch.at, touch.id))
        journeys.append(Journey(f"o{number:04d}", kind, at, tuple(touches)))
    return journeys


def raw_events(journeys: Sequence[Journey]) -> Events:
    """What the systems would have said: of each click a delivered text, of each journey a contact and a conversion."""
    events: Events = {
        "accounts": [
            {"account_id": account, "time_zone": zone, "reporting_currency": "USD"}
            for account, zone in (("acct0", "America/New_York"), ("acct1", "Asia/Kolkata"))
        ],
        "campaigns": [
            {
                "campaign_id": f"camp{number}", "account_id": f"acct{number % 2}", "campaign_kind": "standard",
                "created_at": datetime(2026, 1, 1),
                "attribution_window_minutes": CLICK_WINDOW // timedelta(minutes=1),
            }
            for number in range(4)
        ],
        "messages": [], "click_events": [], "touchpoints": [], "conversions": [],
    }  # fmt: skip
    for number, journey in enumerate(journeys):
        contact, account = f"c{number:04d}", f"acct{number % 2}"
        own = {"account_id": account, "contact_id": contact}
        events["conversions"].append({
            **own, "conversion_id": journey.conversion, "conversion_type": journey.type, "conversion_class": "primary",
            "business_key": journey.conversion, "occurred_at": journey.at, "revenue_amount": "49.90", "currency": "USD",
        })  # fmt: skip
        for place, touch in enumerate(journey.touches):
            if touch.channel:
                events["touchpoints"].append({
                    **own, "touchpoint_id": touch.id, "channel": touch.channel, "touch_type": "session",
                    "occurred_at": touch.at,
                })  # fmt: skip
                continue
            sent_at = touch.at - timedelta(minutes=1 + 97 * place)
            events["messages"].append({
                **own, "message_id": f"m{touch.id}", "direction": "outbound", "channel": "sms",
                "send_origin": "campaign_blast", "contact_phone_e164": f"+1555{number:07d}", "sender_phone": "+15550001",
                "campaign_id": f"camp{number % 4}", "created_at": sent_at, "sent_at": sent_at,
                "current_status": "delivered", "current_status_at": sent_at + SECOND,
            })  # fmt: skip
            events["click_events"].append({
                **own, "click_id": touch.id, "message_id": f"m{touch.id}", "clicked_at": touch.at,
                "user_agent": "Mozilla/5.0", "http_method": "GET",
            })  # fmt: skip
    for rows in events.values():
        for row in rows:
            row["loaded_at"] = LOADED_AT
    return events


# --- two ways to their credits -------------------------------------------------------------------


def credits_of_the_library(journeys: Sequence[Journey]) -> Credits:
    """Each touch is a channel of its own to the library, so that its credit is the channel's."""
    hours = [
        [(journey.at - touch.at) / timedelta(hours=1) for touch in journey.touches] for journey in journeys
    ]
    told = MAM(
        df=pl.DataFrame({
            "journey_id": [journey.conversion for journey in journeys],
            "journey": [" > ".join(touch.id for touch in journey.touches) for journey in journeys],
            "hours": [" > ".join(map(repr, ages)) for ages in hours],
            "converted": [True] * len(journeys),
        }),
        format_type="journey",
        user_id_colname="journey_id",
        channels_colname="journey",
        time_till_conv_colname="hours",
        journey_with_conv_colname="converted",
    )  # fmt: skip
    results = {
        "last_touch": told.run_last_click(),
        "first_touch": told.run_first_click(),
        "linear": told.run_linear(),
        "position_based": told.run_position_based(),
        "time_decay": told.run_time_decay(half_life_hours=HALF_LIFE_HOURS),
    }
    conversion_of = {touch.id: journey.conversion for journey in journeys for touch in journey.touches}
    return {
        model: {(conversion_of[touch], touch): credit for touch, credit in result.to_polars().iter_rows()}
        for model, result in results.items()
    }


def credits_of_the_models(events: Events, folder: Path) -> Credits:
    given = {"raw_source": "files", "raw_path": str(write_folder(folder / "raw", events))}
    command = ["build", "--select", "+fct_attribution", "--exclude-resource-type", "test", "unit_test"]
    built = run_dbt(command, work_dir=folder, vars=given).check()
    found: Credits = defaultdict(dict)
    with duckdb.connect(str(built.duckdb_path), read_only=True) as connection:
        schema, = connection.execute(
            "select table_schema from information_schema.tables where table_name = 'fct_attribution'"
        ).fetchone()  # fmt: skip
        rows = connection.execute(f"""
            select attribution_model, conversion_id, touch_id, credit from "{schema}".fct_attribution
            where attribution_basis = 'click' and channel_scope = 'all'
        """).fetchall()
    for model, conversion, touch, credit in rows:
        assert (conversion, touch) not in found[model]
        found[model][conversion, touch] = credit
    return found


def differing(ours: Mapping, theirs: Mapping) -> list[tuple[str, str]]:
    """The (conversion, touch) whose credits differ."""
    return [
        touch for touch in sorted(ours.keys() | theirs.keys())
        if abs(ours.get(touch, 0) - theirs.get(touch, 0)) > CLOSE
    ]  # fmt: skip


# --- the tests -----------------------------------------------------------------------------------

JOURNEYS_TOLD = random_journeys()
MODELS = ("last_touch", "first_touch", "linear", "position_based", "time_decay")


@pytest.fixture(scope="module")
def theirs() -> Credits:
    return credits_of_the_library(JOURNEYS_TOLD)


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Credits:
    return credits_of_the_models(raw_events(JOURNEYS_TOLD), tmp_path_factory.mktemp("attribution"))


@pytest.mark.parametrize("model", MODELS)
def test_credits_are_those_of_the_library(model: str, ours: Credits, theirs: Credits) -> None:
    assert {conversion for conversion, _ in ours[model]} == {journey.conversion for journey in JOURNEYS_TOLD}
    wrong = [
        f"{touch}: {ours[model].get(touch, 0)} instead of {theirs[model].get(touch, 0)}"
        for touch in differing(ours[model], theirs[model])
    ]
    assert not wrong, f"{len(wrong)} touches:\n" + "\n".join(wrong[:20])


def test_the_journeys_are_of_every_kind() -> None:
    assert len(JOURNEYS_TOLD) >= 2000
    assert {len(journey.touches) for journey in JOURNEYS_TOLD} == set(range(1, LONGEST + 1))
    mixed = [journey for journey in JOURNEYS_TOLD if {bool(t.channel) for t in journey.touches} == {True, False}]
    tied = [journey for journey in JOURNEYS_TOLD if len({t.at for t in journey.touches}) < len(journey.touches)]
    assert len(mixed) > 1000 and len(tied) > 1000
    ages = {journey.at - touch.at for journey in JOURNEYS_TOLD for touch in journey.touches}
    assert min(ages) == timedelta(0) and max(ages) == CLICK_WINDOW - SECOND


@pytest.mark.parametrize("model", MODELS)
def test_other_journeys_have_other_credits(model: str, ours: Credits) -> None:
    """The comparison sees what is wrong: the library is told of all journeys without their first and last touch."""
    shorter = [
        Journey(journey.conversion, journey.type, journey.at, journey.touches[1:-1])
        for journey in JOURNEYS_TOLD if len(journey.touches) > 2
    ]  # fmt: skip
    wrong = differing(ours[model], credits_of_the_library(shorter)[model])
    assert {conversion for conversion, _ in wrong} == {journey.conversion for journey in JOURNEYS_TOLD}


@pytest.mark.parametrize("model", ("first_touch", "last_touch", "position_based", "time_decay"))
def test_the_order_of_touches_matters(model: str, ours: Credits) -> None:
    """Each journey is told with its last touch first, at the same times; one or two touches may have the same credits still."""
    moved = [
        Journey(journey.conversion, journey.type, journey.at, tuple(
            Touch(told.id, touch.at, told.channel)
            for touch, told in zip(journey.touches, journey.touches[-1:] + journey.touches[:-1], strict=True)
        ))
        for journey in JOURNEYS_TOLD
    ]  # fmt: skip
    wrong = {conversion for conversion, _ in differing(ours[model], credits_of_the_library(moved)[model])}
    assert len(wrong) > 0.9 * sum(len(journey.touches) > 2 for journey in JOURNEYS_TOLD)


def test_a_small_difference_is_seen(theirs: Credits) -> None:
    touch, credit = next(iter(theirs["linear"].items()))
    assert differing(theirs["linear"] | {touch: credit + 2 * CLOSE}, theirs["linear"]) == [touch]
