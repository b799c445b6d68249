"""Charts: they draw rows of the marts and count nothing. Thin rows are pale, periods that are not mature are hatched."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair
import pandas
import streamlit as st

from dashboard import show
from dashboard.data import Column
from dashboard.words import AXES, MONEY, THIN, UNKNOWN, is_unknown, shown

BLUE, ORANGE, GREEN, PINK, SKY, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#666666"
PALE = 0.35
PERIODS = {"activity_date": "%-d %b %y", "week_start_date": "%-d %b %y", "month_start_date": "%b %Y"}
VERDICT_COLOURS = {"better": GREEN, "worse": RED, "no_difference_seen": BLUE, "too_few": GREY}


def hatching(stripes: int = 24) -> dict[str, Any]:
    """A fill with diagonal stripes; Vega has no patterns, but gradients with hard edges."""
    stops = []
    for stripe in range(stripes):
        for begins, colour in ((0, "rgba(90,90,90,0.28)"), (0.35, "rgba(90,90,90,0.05)")):
            ends = stripe + (0.35 if begins == 0 else 1)
            stops += [{"offset": (stripe + begins) / stripes, "color": colour}, {"offset": ends / stripes, "color": colour}]
    return {"x1": 0, "y1": 0, "x2": 1, "y2": 0.6, "gradient": "linear", "stops": stops}


def number_axis(column: Column, currency: str | None = None, **more: Any) -> altair.Axis:
    title = column.label + (f", {currency}" if column.unit == MONEY and currency else ", seconds" if column.unit == "seconds" else "")
    return altair.Axis(format=AXES.get(column.unit or "", "~s"), title=more.pop("title", title), **more)


def draw(name: str, chart: Any, rows: pandas.DataFrame, text: str = "") -> None:
    ink = {"labelColor": "#3d4852", "titleColor": "#3d4852"}
    st.altair_chart(chart.configure_axis(**ink, labelFlush=False).configure_legend(**ink), alt=name)
    show.download(name, rows, text)


def told(rows: pandas.DataFrame, columns: Mapping[str, Column], names: Sequence[str], currency: str | None = None) -> pandas.DataFrame:
    """The rows with what a tooltip says of each figure."""
    rows = rows.copy()
    for name in names:
        rows[f"{name} shown"] = [shown(value, columns[name].unit, currency) for value in rows[name]]
    return rows


def pale(rows: pandas.DataFrame, counted: str | None) -> list[float]:
    return [PALE if counted and not is_unknown(count) and count < THIN else 1.0 for count in (rows[counted] if counted else [None] * len(rows))]


def over_time(
    name: str, rows: pandas.DataFrame, names: Sequence[str], columns: Mapping[str, Column], *, mature: str | None = None, currency: str | None = None,
    as_bars: bool = True, points: bool = True, colours: Sequence[str] = (BLUE, ORANGE, GREEN, PINK, SKY, RED), height: int = 260,
) -> None:  # fmt: skip
    """Bars (stacked, of what adds up) or lines by day, week or month, each from its first day."""
    date = next(each for each in PERIODS if each in rows)
    rows = rows.assign(period=rows[date].dt.strftime(PERIODS[date]))
    labels = {each: columns[each].label for each in names}
    long = rows.melt([date, "period"], list(names), "figure", "value")
    long["shown"] = [shown(value, columns[figure].unit, currency) for figure, value in zip(long["figure"], long["value"])]
    long["place"] = [list(names).index(figure) for figure in long["figure"]]
    long["figure"] = long["figure"].map(labels)
    colour = altair.Color("figure:N", title=None, legend=altair.Legend(orient="top", columns=2, labelLimit=220) if len(names) > 1 else None,
                          scale=altair.Scale(domain=list(labels.values()), range=list(colours[: len(names)])))  # fmt: skip
    axis = altair.Y("value:Q", axis=number_axis(columns[names[0]], currency, title="" if len(names) > 1 else columns[names[0]].label))
    tooltip = [altair.Tooltip("period:N", title="From"), altair.Tooltip("figure:N", title="Figure"), altair.Tooltip("shown:N", title="Value")]
    across = altair.X("period:O", title=None, sort=list(rows["period"]), axis=altair.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8, ticks=False))
    base = altair.Chart(long).encode(x=across, y=axis, color=colour, tooltip=tooltip)
    chart = base.mark_bar().encode(order="place:O") if as_bars else base.mark_line(point=points)
    young = rows[~rows[mature].fillna(True).astype(bool)] if mature else rows.iloc[:0]
    text = ""
    if len(young):
        chart = chart + altair.Chart(young[["period"]]).mark_rect(fill=hatching(12)).encode(x=across)  # type: ignore[arg-type]
        text = "Hatched: not mature, these figures may still grow."
    draw(name, chart.properties(height=height), rows[[date, *names, *([mature] if mature else [])]], text)


def bars(
    name: str, rows: pandas.DataFrame, label: str, value: str, columns: Mapping[str, Column], *, counted: str | None = None, currency: str | None = None,
    colour: str = BLUE, split: str | None = None, split_title: str | None = None, stacked: bool = False,
    palette: Mapping[str, str] | None = None, text: str = "",
) -> None:  # fmt: skip
    """A bar a row, in the order of the rows; split: a bar for each of its values, beside each other or in one line."""
    rows = told(rows, columns, [value], currency)
    rows["opacity"] = pale(rows, counted)
    order = list(dict.fromkeys(rows[label]))
    encoded: dict[str, Any] = {
        "y": altair.Y(f"{label}:N", sort=order, title=None, axis=altair.Axis(labelLimit=170, labelOverlap=False)),
        "x": altair.X(f"{value}:Q", axis=number_axis(columns[value], currency, tickCount=6)),
        "opacity": altair.Opacity("opacity:Q", scale=None),
        "tooltip": [altair.Tooltip(f"{label}:N", title=" "), altair.Tooltip(f"{value} shown:N", title=columns[value].label),
                    *([altair.Tooltip(f"{split}:N", title=split_title or split)] if split else []),
                    *([altair.Tooltip(f"{counted}:Q", title=columns[counted].label, format=",")] if counted else [])],
    }  # fmt: skip
    chart = altair.Chart(rows)
    if split:
        colours = {"scale": altair.Scale(domain=list(palette), range=list(palette.values()))} if palette else {}
        encoded |= {"color": altair.Color(f"{split}:N", title=split_title, legend=altair.Legend(orient="top", columns=3, labelLimit=260), **colours)}
        encoded |= {} if stacked else {"yOffset": f"{split}:N"}
        height, chart = 150 + len(order) * (26 if stacked else 8 + 10 * len(set(rows[split]))), chart.mark_bar()
    else:
        height, chart = 70 + len(order) * 24, chart.mark_bar(color=colour)
    shown_columns = [each for each in (label, split, value, counted) if each]
    text += f"Pale: fewer than {THIN} {columns[counted].label.lower()}." if counted and (rows["opacity"] < 1).any() else ""
    draw(name, chart.encode(**encoded).properties(height=height), rows[shown_columns], text)


def heat(
    name: str, rows: pandas.DataFrame, across: str, down: str, value: str, columns: Mapping[str, Column], *, counted: str | None = None,
    mature: str | None = None, currency: str | None = None, titles: tuple[str | None, str | None] = (None, None), down_order: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """A cell a row, with its figure in words. The colours are light, so that black text can be read on all of them."""
    rows = told(rows, columns, [value], currency)
    rows["shown"] = [text if text != UNKNOWN else "?" for text in rows[f"{value} shown"]]
    rows["opacity"] = pale(rows, counted)
    tooltip = [altair.Tooltip(f"{down}:N", title=titles[1] or " "), altair.Tooltip(f"{across}:N", title=titles[0] or " "),
               altair.Tooltip(f"{value} shown:N", title=columns[value].label)]  # fmt: skip
    if counted:
        tooltip.append(altair.Tooltip(f"{counted}:Q", title=columns[counted].label, format=","))
    rows["ink"] = ["#111111" if opacity == 1 else "#5f6b76" for opacity in rows["opacity"]]
    base = altair.Chart(rows).encode(
        x=altair.X(f"{across}:O", title=titles[0], axis=altair.Axis(labelAngle=0 if len(set(rows[across])) < 8 else -40, labelLimit=110, orient="top")),
        y=altair.Y(f"{down}:O", title=titles[1], sort=list(down_order) if down_order is not None else "ascending", axis=altair.Axis(labelLimit=170, labelOverlap=False)),
        tooltip=tooltip,
    )  # fmt: skip
    colour = altair.Color(f"{value}:Q", legend=None, scale=altair.Scale(range=["#f4f9fd", SKY]))
    chart = base.mark_rect(stroke="white", strokeWidth=2).encode(color=colour, opacity=altair.Opacity("opacity:Q", scale=None))
    texts = []
    if mature and not rows[mature].fillna(True).astype(bool).all():
        chart = chart + base.transform_filter(f"!datum.{mature}").mark_rect(fill=hatching(5))  # type: ignore[arg-type]
        texts.append("Hatched: the period is not over.")
    chart = chart + base.mark_text(fontSize=12).encode(text="shown:N", color=altair.Color("ink:N", scale=None))
    if (rows["opacity"] < 1).any():
        texts.append(f"Pale: fewer than {THIN} {columns[counted].label.lower()}.")
    if (rows["shown"] == "?").any():
        texts.append(f"?: {UNKNOWN}.")
    shown_columns = [each for each in (down, across, value, counted, mature) if each]
    chart = chart.resolve_scale(color="independent")
    draw(name, chart.properties(height=80 + 30 * len(set(rows[down]))), rows[shown_columns], " ".join(texts))


def intervals(
    name: str, rows: pandas.DataFrame, label: str, verdict: str, columns: Mapping[str, Column], *, prefix: str = "", unit: str = "points", currency: str | None = None,
    against: str = "the control",
) -> None:  # fmt: skip
    """The difference and its interval: one that holds 0 says nothing for sure."""
    low, middle, high = (f"{prefix}difference{end}" for end in ("_low", "", "_high"))
    rows = rows.copy()
    for each in (low, middle, high):
        rows[f"{each} shown"] = [shown(value, unit, currency) for value in rows[each]]
    tooltip = [altair.Tooltip(f"{label}:N", title=" "), *(altair.Tooltip(f"{each} shown:N", title=title) for each, title in ((middle, "Difference"), (low, "At least"), (high, "At most")))]
    y = altair.Y(f"{label}:N", title=None, sort=list(rows[label]), axis=altair.Axis(labelLimit=220))
    colour = altair.Color(f"{verdict}:N", legend=None, scale=altair.Scale(domain=list(VERDICT_COLOURS), range=list(VERDICT_COLOURS.values())))
    axis = altair.Axis(tickCount=7, format="+~%" if unit == "points" else ",.2f", title=f"Difference from {against}{f', {currency}' if unit == MONEY else ''}, with its 95 % interval")
    base = altair.Chart(rows).encode(y=y, color=colour, tooltip=tooltip)
    chart = (
        altair.Chart(pandas.DataFrame({"zero": [0]})).mark_rule(strokeDash=[4, 3], color=GREY).encode(x="zero:Q")
        + base.mark_rule(strokeWidth=3).encode(x=altair.X(f"{low}:Q", axis=axis), x2=f"{high}:Q")
        + base.mark_point(filled=True, size=110, opacity=1).encode(x=f"{middle}:Q")
    )
    draw(name, chart.properties(height=80 + 34 * len(rows)), rows[[label, low, middle, high, verdict]])


def pairs(name: str, rows: pandas.DataFrame, label: str, first: str, second: str, columns: Mapping[str, Column], titles: tuple[str, str], counted: str | None = None) -> None:
    """Two figures of each row on one line, such as a rate before and after it was adjusted."""
    rows = told(rows, columns, [first, second])
    rows["opacity"] = pale(rows, counted)
    y = altair.Y(f"{label}:N", title=None, sort=list(rows[label]), axis=altair.Axis(labelLimit=170, labelOverlap=False))
    tooltip = [altair.Tooltip(f"{label}:N", title=" "), altair.Tooltip(f"{first} shown:N", title=titles[0]), altair.Tooltip(f"{second} shown:N", title=titles[1])]
    base = altair.Chart(rows).encode(y=y, tooltip=tooltip, opacity=altair.Opacity("opacity:Q", scale=None))
    legend = altair.Legend(orient="top", symbolOpacity=1)
    colour = altair.Color("which:N", title=None, scale=altair.Scale(domain=list(titles), range=[ORANGE, BLUE]), legend=legend)
    shape = altair.Shape("which:N", title=None, scale=altair.Scale(domain=list(titles), range=["circle", "diamond"]), legend=legend)
    chart = base.mark_rule(color=GREY).encode(x=altair.X(f"{first}:Q", axis=number_axis(columns[first], tickCount=6)), x2=f"{second}:Q")
    for value, title in zip((first, second), titles):
        chart = chart + base.transform_calculate(which=json.dumps(title)).mark_point(filled=True, size=110).encode(x=f"{value}:Q", color=colour, shape=shape)
    text = f"Pale: fewer than {THIN} {columns[counted].label.lower()}." if counted and (rows["opacity"] < 1).any() else ""
    draw(name, chart.properties(height=110 + 26 * len(rows)), rows[[label, first, second, *([counted] if counted else [])]], text)
