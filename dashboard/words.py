"""Figures as people read them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas

UNKNOWN = "not known"
THIN = 30  # Of fewer, a rate says little.
MONEY = "reporting_currency"
# How charts write the numbers of an axis (d3), and tables those of a column.
AXES = {"fraction": "~%", "points": "+~%", "fraction per message": "~%", MONEY: "~s", "seconds": ",.0f", "days": ",.1f"}
TABLES = {"seconds": "duration", "days": "%.1f", "touches": "%.1f", "ratio": "%.2f", "number": "%.2f", MONEY: "%.2f"}
# Of these a table shows a hundred times the fraction.
PERCENT = {"fraction": "%.1f%%", "points": "%+.1f%%", "fraction per message": "%.2f%%"}
VERDICTS = {
    "better": "Better than the control",
    "worse": "Worse than the control",
    "no_difference_seen": "No difference seen",
    "too_few": "Too few to say",
}


def is_unknown(value: Any) -> bool:
    return value is None or bool(pandas.isna(value))


def duration(seconds: float) -> str:
    for size, unit, digits in ((86400 * 3, "days", 1), (3600 * 2, "h", 1), (120, "min", 0)):
        if abs(seconds) >= size:
            return f"{seconds / {'days': 86400, 'h': 3600, 'min': 60}[unit]:,.{digits}f} {unit}"
    return f"{seconds:,.0f} s"


def shown(value: Any, unit: str | None, currency: str | None = None) -> str:
    """A figure with its unit."""
    if is_unknown(value):
        return UNKNOWN
    if unit == "boolean":
        return "yes" if value else "no"
    if unit in ("fraction", "fraction per message"):
        return f"{value:.{1 if unit == 'fraction' else 2}%}"
    if unit == "points":
        return f"{value * 100:.1f} points"
    if unit == "seconds":
        return duration(value)
    if unit == "days":
        return f"{value:,.1f} days"
    if unit == MONEY:
        return f"{value:,.2f} {currency or ''}".strip()
    return f"{value:,.0f}" if unit in ("count", "contacts") else f"{value:,.2f}"


def change(value: Any, previous: Any, unit: str | None, currency: str | None = None) -> str | None:
    """From the period before, with its sign."""
    if is_unknown(value) or is_unknown(previous) or unit == "boolean":
        return None
    difference = value - previous
    sign = "+" if difference > 0 else "-" if difference < 0 else "±"
    return sign + shown(abs(difference), "points" if unit == "fraction" else unit, currency)


def days(first: date | None, last: date | None) -> str:
    if is_unknown(first) or is_unknown(last):
        return "all time"
    first, last = pandas.Timestamp(first), pandas.Timestamp(last)
    return f"{first:%-d %b %Y}" if first == last else f"{first:%-d %b %Y} – {last:%-d %b %Y}"


def listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(f"`{name}`" for name in names[:-1]), f"`{names[-1]}`"]))
