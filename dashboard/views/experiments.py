"""Variants and holdouts: what an arm brought beyond its control, how sure that is, and the verdict in words."""

from __future__ import annotations

import pandas
import streamlit as st

from dashboard import charts, data, show
from dashboard.data import Column
from dashboard.words import MONEY, VERDICTS, is_unknown, shown

FIGURES = {"reply": "Replies", "engaged": "Engaged replies", "click": "Clicks", "response": "Responses", "conversion": "Conversions", "opt_out": "Opt-outs"}
COMPARED = [
    "n", "with_outcome", "rate", "difference", "difference_low", "difference_high", "relative_lift", "p_value_adjusted", "minimum_detectable_difference",
    "sample_ratio_p_value",
]  # fmt: skip


def verdicts(rows: pandas.DataFrame, label: str, prefix: str, unit: str, currency: str | None) -> None:
    """A sentence for each arm."""
    for row in rows.to_dict("records"):
        low, middle, high = (shown(row[f"{prefix}difference{end}"], unit, currency) for end in ("_low", "", "_high"))
        text = f"**{row[label]}**: {VERDICTS.get(row[f'{prefix}verdict'], 'Not compared')}. The difference is {middle}, between {low} and {high}."
        least = row.get(f"{prefix}minimum_detectable_difference")
        if row[f"{prefix}verdict"] in ("no_difference_seen", "too_few") and not is_unknown(least):
            text += f" With this many contacts, only a difference of {shown(least, unit, currency)} or more would show."
        ratio = row.get(f"{prefix}sample_ratio_p_value")
        if not is_unknown(ratio) and ratio < 0.001:
            text += " :orange-badge[sample ratio] The sizes of the arms are not as planned: find out why before you believe this."
        st.markdown("- " + text)


def variants(account: str) -> None:
    show.heading("Variants", "Each variant compared with the control of its campaign. A contact counts for the variant of its first text that had one.")
    figure = st.segmented_control("Figure", list(FIGURES), format_func=FIGURES.get, default="reply", key="figure of variants", label_visibility="collapsed") or "reply"
    rows = data.mart("kpi_variants", account, order="campaign_name, campaign_id, ab_variant")
    if rows.empty:
        show.empty("No campaign has variants.", ["templates"])
        return
    columns = data.columns("kpi_variants")
    rows = rows.assign(arm=rows["campaign_name"] + ", " + rows["ab_variant"])
    compared = rows[rows[f"{figure}_difference"].notna()]
    if compared.empty:
        show.empty("No variant has a control to compare it with.")
    else:
        charts.intervals("Variants", compared, "arm", f"{figure}_verdict", columns, prefix=f"{figure}_")
        verdicts(compared, "arm", f"{figure}_", "points", None)
    names = {f"{figure}_{name}": data.columns("kpi_holdouts").get(name) for name in COMPARED}
    columns = columns | {name: Column(said.label, columns[name].unit, columns[name].definition) for name, said in names.items() if said}
    show.table("Variants, figures", rows, ["campaign_name", "ab_variant", *names, "contacts_crossed_over"], columns | {"ab_variant": Column("Variant")},
               counted=f"{figure}_n", placeholder="none")  # fmt: skip


def holdouts(account: str, currency: str) -> None:
    show.heading("Holdouts", "Contacts assigned to get texts compared with those held out, whatever was sent afterwards: the difference is what the texts brought.")
    rows = data.mart("kpi_holdouts", account, order="campaign_name, campaign_id, arm")
    if rows.empty:
        show.empty("No campaign held out any contacts.", ["campaign_memberships"])
        return
    columns = data.columns("kpi_holdouts")
    outcomes = list(dict.fromkeys(sorted(rows["outcome"], key=lambda name: (name != "primary_conversion", name))))
    outcome = st.selectbox("Outcome", outcomes, format_func=lambda name: name.replace("_", " ").capitalize(), key="outcome")
    unit = MONEY if outcome == "revenue_per_contact" else "points"
    rows = rows[rows["outcome"] == outcome]
    rows = rows.assign(name=rows["campaign_name"] + ", " + rows["arm"])
    compared = rows[rows["difference"].notna()]
    if compared.empty:
        show.empty("Nobody was held out of these campaigns.")
    else:
        charts.intervals("Holdouts", compared, "name", "verdict", columns, unit=unit, currency=currency)
        verdicts(compared, "name", "", unit, currency)
    if unit == MONEY:
        money = {name: Column(columns[name].label, MONEY, columns[name].definition) for name in COMPARED[2:6]}
        columns = columns | money
    show.table("Holdouts, figures", rows, ["campaign_name", "arm", *COMPARED, "contacts_crossed_over", "holdouts_messaged"], columns, counted="n", mature="is_mature",
               currency=currency, placeholder="none")  # fmt: skip


def main() -> None:
    account = show.account()
    st.caption("Points and lines: the difference from the control with its 95 % interval. Green: better. Red: worse. Blue: no difference seen. Grey: too few to say.")
    variants(account["account_id"])
    holdouts(account["account_id"], account["reporting_currency"])


main()
