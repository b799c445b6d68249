"""What a run depends on beside the raw rows: the variables, and the reference tables (input data for both sides)."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from .raw import read_csv

ALL_ACTIONS = ("reply", "click", "meeting", "form", "conversion")


@dataclass(frozen=True)
class Settings:
    """The project's variables, with their defaults."""

    as_of: datetime | None = None
    hash_key: str = ""
    reporting_time_zone: str = "UTC"
    reporting_currency: str = "USD"
    fx_rate_max_age: timedelta = timedelta(days=7)
    reply_attribution_window: timedelta = timedelta(days=7)
    response_windows: dict = field(
        default_factory=lambda: {
            "1h": timedelta(hours=1),
            "24h": timedelta(hours=24),
            "7d": timedelta(days=7),
        }
    )
    response_window: timedelta = timedelta(hours=24)
    response_actions: tuple = ALL_ACTIONS
    bot_click_delay: timedelta = timedelta(seconds=2)
    opt_out_echo: timedelta = timedelta(seconds=60)
    infer_opens: bool = True
    pipeline_window: timedelta = timedelta(days=90)
    cohort_dimensions: tuple = (
        "lifecycle_stage", "persona", "region", "country", "time_zone", "intent_tier", "customer_segment", "signup_month",
        "message_type", "play_id", "play_version",
    )  # fmt: skip
    min_model_confidence: float = 0.5
    rapid_response_window: timedelta = timedelta(minutes=5)
    repeat_click_gap: timedelta = timedelta(minutes=30)
    task_at_once_window: timedelta = timedelta(minutes=5)
    next_step_window: timedelta = timedelta(days=14)
    frequency_caps: tuple = ((3, timedelta(hours=24)), (10, timedelta(days=7)))
    campaign_overlap_gap: timedelta = timedelta(hours=24)
    exempt_purposes: tuple = ("transactional",)
    fatigue_window: timedelta = timedelta(days=30)
    fatigue_top: int = 10
    inactive_after: timedelta = timedelta(days=90)
    conversion_source_order: tuple = ()
    conversion_dedupe_seconds: int = 600
    conversation_seconds: float = 90
    attribution_models: dict = field(
        default_factory=lambda: {
            "click": ("last_touch", "first_touch", "linear", "position_based", "time_decay"),
            "view": ("last_touch",),
        }
    )
    attribution_scopes: tuple = ("sms", "all")
    default_attribution_model: str = "last_touch"
    default_attribution_basis: str = "click"
    default_attribution_scope: str = "sms"
    position_based_shares: tuple = (0.4, 0.2, 0.4)
    time_decay_half_life: timedelta = timedelta(days=7)
    touchpoint_types: tuple = ("click", "session", "view", "open")
    experiment_window: timedelta = timedelta(days=30)
    experiment_min_contacts: int = 100
    control_variant: str | None = None


# Rank of a status: the higher one is final whatever arrived later.
STATUS_RANKS = {"delivered": 4, "read": 4, "undelivered": 3, "failed": 3, "sent": 2}
OTHER_RANK = 1


@dataclass
class Reference:
    """The reference tables."""

    failure_classes: dict  # vendor code, trimmed and case-folded -> failure class
    wordings: list  # (wording, reply kind)
    preview_agents: list  # texts that give a bot's user agent away
    time_zones: set  # names accepted as time zones
    attribution_windows: list  # (message type, conversion type, minutes); a type of None is any
    intent_categories: dict = field(default_factory=dict)  # category -> its row
    quiet_hours: list = field(default_factory=list)  # rows, with dates and times of day
    region_zones: dict = field(default_factory=dict)  # region -> zone
    area_codes: dict = field(default_factory=dict)  # area code -> its row
    experiment_shares: dict = field(default_factory=dict)  # campaign -> {arm: share}

    def zone(self, name, fallback):
        return ZoneInfo(name if name in self.time_zones else fallback)


def read_reference(folder):
    """The reference tables from the project's seeds."""
    folder = Path(folder)
    shares = {}
    for row in read_csv(folder / "experiment_shares.csv"):
        shares.setdefault(row["campaign_id"], {})[row["arm"]] = float(row["share"])
    return Reference(
        failure_classes={
            row["error_code"].strip().casefold(): row["failure_class"] for row in read_csv(folder / "error_codes.csv")
        },
        wordings=[(row["wording"], row["reply_kind"]) for row in read_csv(folder / "reply_wordings.csv")],
        preview_agents=[row["pattern"] for row in read_csv(folder / "preview_agents.csv")],
        time_zones={row["time_zone"] for row in read_csv(folder / "time_zones.csv")},
        attribution_windows=[
            (row["message_type"] or None, row["conversion_type"] or None, int(row["window_minutes"]))
            for row in read_csv(folder / "attribution_windows.csv")
        ],
        intent_categories={row["intent_category"]: row for row in read_csv(folder / "intent_categories.csv")},
        quiet_hours=[
            row
            | {name: time.fromisoformat(row[name]) if row[name] else None for name in ("opens_at", "closes_at")}
            | {name: date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")}
            for row in read_csv(folder / "quiet_hours.csv")
        ],
        region_zones={row["region"]: row["time_zone"] for row in read_csv(folder / "region_time_zones.csv")},
        area_codes={row["area_code"]: row for row in read_csv(folder / "area_codes.csv")},
        experiment_shares=shares,
    )
