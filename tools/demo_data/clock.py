"""Local time without a time-zone database: the demo's zones by their daylight-saving rules.

The machine's zone data may be absent or another version, and the seeds must be the same everywhere.
"""

from datetime import datetime, timedelta

START = datetime(2026, 1, 5)
END = datetime(2026, 7, 5, 23, 59, 59)
LAST_LOAD = datetime(2026, 7, 6, 6, 0, 0)

# zone -> (hours from UTC in winter, daylight-saving rule)
ZONES = {
    "America/New_York": (-5, "us"),
    "America/Chicago": (-6, "us"),
    "America/Denver": (-7, "us"),
    "America/Phoenix": (-7, None),
    "America/Los_Angeles": (-8, "us"),
    "Europe/Berlin": (1, "eu"),
    "Europe/Vienna": (1, "eu"),
}


def _sunday(year, month, nth):
    """The nth Sunday of a month; nth = -1 is the last."""
    if nth > 0:
        first = datetime(year, month, 1)
        return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))
    last = datetime(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def offset(zone, utc):
    """The zone's offset from UTC in hours, at a UTC time."""
    winter, rule = ZONES[zone]
    if rule == "us":  # 02:00 local on the second Sunday of March and the first of November
        begins = _sunday(utc.year, 3, 2) + timedelta(hours=2 - winter)
        ends = _sunday(utc.year, 11, 1) + timedelta(hours=1 - winter)
    elif rule == "eu":  # 01:00 UTC on the last Sunday of March and of October
        begins = _sunday(utc.year, 3, -1) + timedelta(hours=1)
        ends = _sunday(utc.year, 10, -1) + timedelta(hours=1)
    else:
        return winter
    return winter + 1 if begins <= utc < ends else winter


def to_local(zone, utc):
    return utc + timedelta(hours=offset(zone, utc))


def to_utc(zone, local):
    """UTC of a local time; times in the skipped hour in spring count as standard time."""
    guess = local - timedelta(hours=ZONES[zone][0])
    if offset(zone, guess) == ZONES[zone][0]:
        return guess
    summer = guess - timedelta(hours=1)
    return summer if offset(zone, summer) != ZONES[zone][0] else guess


def next_working_time(zone, utc, opens=9, closes=18, saturday=False):
    """The same time if it is in working hours, else the next opening."""
    local = to_local(zone, utc)
    while True:
        open_today = local.weekday() < (6 if saturday else 5)
        if open_today and local.hour < opens:
            return to_utc(zone, local.replace(hour=opens, minute=0, second=0))
        if open_today and local.hour < closes:
            return to_utc(zone, local)
        local = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0)
