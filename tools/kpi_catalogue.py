"""The KPI catalogue, docs/kpis.md, and the `meta` that BI tools read of the marts' columns; tools/generate_yaml.py writes both.

Figures of the KPI dictionary come from there, figures that marts count themselves from their columns. tools/kpi_catalogue.yml orders them
and says what follows from neither.
"""

from __future__ import annotations

import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
THEMES = PROJECT / "tools/kpi_catalogue.yml"
CATALOGUE = PROJECT / "docs/kpis.md"
MONEY = "reporting_currency"
# How numbers are shown, as in a spreadsheet.
FORMATS = {
    "fraction": "0.0%", "points": "0.0%", "fraction per message": "0.00%", MONEY: "#,##0.00", "days": "#,##0.0", "ratio": "#,##0.00", "number": "#,##0.00",
    "touches": "#,##0.0",
}  # fmt: skip
SPELLINGS = {"sms": "SMS", "ai": "AI", "sla": "SLA", "auto replies": "auto-replies", "opt out": "opt-out", "click through": "click-through"}
# Columns of marts that tell rows apart or describe them, and are no figures though they are numbers.
NO_FIGURES = {"step_number", "months_since", "weekday", "hour", "message_number"}
IN_WINDOW = re.compile(r"\( ?(\w+) >= (\w+) and \1 < \(\2 \+ to_seconds\((\w+)\)\) ?\)")
PERIODS = ("daily", "weekly", "monthly")


class Figure(dict):
    """name, label, definition, nulls, formula, unit, additive, question, made_of, marts and, of the dictionary's, subject."""


# --- what follows from a name, a type or an expression ------------------------------------------------


def label_of(name: str) -> str:
    words = re.sub(r"_seconds$", "", name).replace("_", " ").replace("*", "").strip()
    for plain, spelled in SPELLINGS.items():
        words = re.sub(rf"\b{plain}\b", spelled, words)
    return words[0].upper() + words[1:]


def unit_of(name: str, data_type: str) -> str:
    if data_type == "boolean":
        return "boolean"
    if data_type in ("money", "cost") or data_type.startswith("decimal"):
        return MONEY
    if name.endswith("_seconds") or "_seconds_" in name:
        return "seconds"
    if "days_to" in name:
        return "days"
    if re.search(r"(^|_)(rate|share|coverage|adjusted)(_|$)", name) or name.startswith("relative_"):
        return "fraction"
    if name.startswith("contacts"):
        return "contacts"
    return "number" if "double" in data_type else "count"


def may_add_up(name: str, unit: str, data_type: str) -> bool:
    """Of a figure that nobody decided otherwise for: counts and amounts do, unless they are per something or of contacts."""
    return unit == MONEY and "_per_" not in name or unit == "count" and data_type == "bigint"


def sentences(description: str) -> tuple[str, list[str]]:
    """What a figure is, and when it is NULL."""
    parts = re.split(r"(?<=[.)]) (?=[A-Z])", " ".join(description.split()))
    nulls = [part for part in parts if part.startswith("NULL ")]
    return " ".join(part for part in parts if part not in nulls), nulls


def code(text: str) -> str:
    return f"`{' '.join(text.split())}`"


def in_words(condition: str) -> str:
    """A condition on rows, with windows as `a in [b, b + seconds)`."""
    text = " ".join(condition.split())
    return IN_WINDOW.sub(lambda found: f"{found[1]} in [{found[2]}, {found[2]} + {found[3]} s)", text)


def conditions(*parts: str | None) -> str:
    """` where …`, or nothing if all rows count."""
    kept = [in_words(part) for part in parts if part and part != "true"]
    return f" where {code(' and '.join(kept))}" if kept else ""


def formula_of(kpi: dict) -> str:
    if kpi["rate"]:
        return " ÷ ".join(code(part) for part in kpi["rate"])
    if kpi["expression"]:
        return code(kpi["expression"])
    rows = f"`{kpi['relation']}`"
    if kpi["contacts"]:
        return f"distinct contacts of {rows}{conditions(kpi['where'], kpi['contacts'])}"
    value = " ".join(kpi["value"].split())
    if value == "count(*)":
        return f"rows of {rows}{conditions(kpi['where'])}"
    if found := re.fullmatch(r"count\(case when (.+) then 1 end\)", value):
        return f"rows of {rows}{conditions(kpi['where'], found[1])}"
    if found := re.fullmatch(r"case when count\(.+\) = 0 then 0 else sum\(case when (.+) then (\w+) end\) end", value):
        return f"sum of `{found[2]}` of {rows}{conditions(kpi['where'], found[1])}"
    if found := re.fullmatch(r"sum\((\w+)\)", value):
        return f"sum of `{found[1]}` of {rows}{conditions(kpi['where'])}"
    if found := re.fullmatch(r"median\(cast\((?:case when (.+) then )?(\w+)(?: end)? as double\)\)", value):
        return f"median of `{found[2]}` of {rows}{conditions(kpi['where'], found[1])}"
    return f"{code(value)} of {rows}{conditions(kpi['where'])}"


# --- figures of the dictionary ------------------------------------------------------------------------


def additive_of(kpi: dict, kpis: dict[str, dict]) -> list[str]:
    """Over what the rows of a KPI add up. What is counted once for each contact or rate does not."""
    value = kpi["value"] or ""
    if kpi["rate"] or kpi["contacts"] or kpi["type"] == "boolean" or "median(" in value or "distinct" in value or "avg(" in value:
        return []
    if kpi["expression"]:
        if re.search(r"[*/]|min\(|max\(", kpi["expression"]):
            return []
        parts = [additive_of(kpis[part], kpis) for part in kpi["made_of"] if part in kpis]
        return [over for over in parts[0] if all(over in part for part in parts)]
    # A meeting or deal counts once in each campaign whose contact had it.
    if kpi["pipeline"]:
        return ["accounts"]
    return ["days", "accounts"] if kpi["account_only"] else ["days", "campaigns", "accounts"]


def unit_of_kpi(kpi: dict, limit: str | None) -> str:
    if kpi["rate"]:
        return "fraction" if limit != "amounts" else "ratio" if kpi["name"].startswith("return_") else MONEY
    unit = unit_of(kpi["name"], kpi["type"])
    return "contacts" if kpi["contacts"] else "count" if unit in ("number", "fraction") else unit


def needs_of(kpi: dict, kpis: dict[str, dict]) -> list[str]:
    """Its own raw tables and those of what it is made of."""
    found = list(kpi["needs"])
    for part in kpi["made_of"]:
        found += [table for table in needs_of(kpis[part], kpis) if table not in found] if part in kpis else []
    return found


def nulls_of(kpi: dict, kpis: dict[str, dict], said: list[str]) -> list[str]:
    nulls = list(said)
    if kpi["rate"]:
        nulls.append(f"NULL when `{kpi['rate'][1]}` is 0 or unknown, or `{kpi['rate'][0]}` is unknown.")
    if tables := needs_of(kpi, kpis):
        names = " or ".join(f"`{table}`" for table in tables)
        nulls.append(f"NULL when the raw table {names} is absent or all its rows are rejected.")
    if kpi["switch"] and not any(kpi["switch"] in sentence for sentence in nulls):
        nulls.append(f"NULL when the variable `{kpi['switch']}` is false.")
    return nulls


def dictionary_figures(kpis: list[dict], limit_of) -> dict[str, Figure]:
    """A figure for each KPI; limit_of says of a rate when it is at most 1."""
    by_name = {kpi["name"]: kpi for kpi in kpis}
    figures = {}
    for kpi in kpis:
        limit = limit_of(kpi["name"]) if kpi["rate"] else None
        definition, said = sentences(kpi["description"])
        if limit == "never":
            definition += " It can exceed 1."
        figures[kpi["name"]] = Figure(
            name=kpi["name"], label=kpi["label"] or label_of(kpi["name"]), definition=definition, nulls=nulls_of(kpi, by_name, said),
            formula=formula_of(kpi), unit=unit_of_kpi(kpi, limit), additive=additive_of(kpi, by_name), question=kpi["question"],
            made_of=[part for part in kpi["made_of"] if part in by_name], marts=[], subject=kpi["subject"],
        )  # fmt: skip
    return figures


# --- figures that marts count themselves ----------------------------------------------------------------


def themes() -> list[dict]:
    return yaml.safe_load(THEMES.read_text())["themes"]


def listed_as(name: str, theme: dict) -> str | None:
    """The entry of a theme that a column belongs to: of several patterns the longest."""
    prefix = re.match(f"({'|'.join(theme['prefixes'])})_", name) if "prefixes" in theme else None
    names = [name, name.removeprefix(prefix[0])] if prefix else [name]
    found = [pattern for pattern in theme.get("figures", {}) if any(fnmatchcase(each, pattern) for each in names)]
    return max(found, key=lambda pattern: ("*" not in pattern, len(pattern)), default=None)


def own_figure(pattern: str, name: str, column: dict, theme: dict) -> Figure:
    entry = theme["figures"][pattern]
    description = column["description"]
    if "*" in pattern:
        before, _, after = pattern.partition("*")
        description = description.replace(name.removeprefix(before).removesuffix(after), "*")
    definition, nulls = sentences(description)
    unit = entry.get("unit") or unit_of(pattern, column["data_type"])
    found = re.match(r"([\w*]+) ÷ ([\w*]+|\(\w+ \+ \w+\))(?=[.,:;]|$)", definition)
    return Figure(
        name=pattern, label=entry.get("label") or label_of(pattern), definition=definition, nulls=nulls,
        formula=f"`{found[1]}` ÷ `{found[2]}`" if found else None, unit=unit,
        additive=entry.get("additive", theme.get("additive", []) if may_add_up(pattern, unit, column["data_type"]) else []),
        question=entry.get("question"), made_of=re.findall(r"\w+", f"{found[1]} {found[2]}") if found else [], marts=[],
    )  # fmt: skip


class Catalogue:
    """The figures of all KPI marts: by theme, in the catalogue's order, and by mart and column."""

    def __init__(self, figures: dict[str, Figure], marts: dict[str, dict]) -> None:
        """figures are the dictionary's; a mart has a description, a key and columns, each with its data type and description."""
        self.marts = marts
        self.of_column: dict[str, dict[str, Figure]] = {mart: {} for mart in marts}
        self.themes = [(theme, {name: kpi for name, kpi in figures.items() if kpi["subject"] == theme.get("subject")}) for theme in themes()]
        theme_of = {mart: (theme, own) for theme, own in self.themes for mart in theme.get("marts", [])}
        for mart, model in marts.items():
            theme, own = theme_of.get(mart, ({}, {}))
            for name, column in model["columns"].items():
                if name in model["key"]:
                    continue
                if pattern := listed_as(name, theme):
                    figure = own.setdefault(pattern, own_figure(pattern, name, column, theme))
                elif name in figures:
                    figure = figures[name]
                elif name in NO_FIGURES or not re.search("bigint|double|decimal", column["data_type"]):
                    continue
                else:
                    sys.exit(f"What is {mart}.{name}? Add it to {THEMES.relative_to(PROJECT)}.")
                if mart not in figure["marts"]:
                    figure["marts"].append(mart)
                self.of_column[mart][name] = figure
        for theme, own in self.themes:
            order = list(theme.get("figures", own))
            for name in sorted(own, key=order.index):
                own[name] = own.pop(name)

    def metas(self, mart: str) -> dict[str, dict]:
        """What BI tools read of the figures of a mart, by column."""
        return {name: meta_of(name, figure) for name, figure in self.of_column[mart].items()}


def meta_of(name: str, figure: Figure) -> dict:
    """A figure with * or a prefix in its name is told apart by the column's."""
    label = figure["label"] if name == figure["name"] else label_of(name)
    return {"label": label, "unit": figure["unit"]} | format_of(figure["unit"]) | {"additive": figure["additive"]}


def compared_meta(meta: dict, prefix: str) -> dict:
    """Of a KPI of another period, or of how it changed."""
    words = {"previous": "period before", "year_ago": "a year ago", "change": "change", "relative_change": "change in per cent"}
    is_of_a_rate = meta["unit"] == "fraction"
    unit = "fraction" if prefix == "relative_change" else "points" if prefix == "change" and is_of_a_rate else meta["unit"]
    return {"label": f"{meta['label']}, {words[prefix]}", "unit": unit} | format_of(unit) | {"additive": []}


def format_of(unit: str) -> dict[str, str]:
    return {} if unit == "boolean" else {"format": FORMATS.get(unit, "#,##0")}


# --- the page -------------------------------------------------------------------------------------------


def anchors(headings: list[str]) -> list[str]:
    """What links to headings: the same heading again gets a number."""
    found: list[str] = []
    for heading in headings:
        plain = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        seen = sum(1 for anchor in found if re.fullmatch(rf"{re.escape(plain)}(-\d+)?", anchor))
        found.append(f"{plain}-{seen}" if seen else plain)
    return found


def marts_in_short(marts: list[str]) -> str:
    """Each mart with its periods behind it."""
    short = []
    for mart in marts:
        base, _, every = mart.rpartition("_")
        if every in PERIODS and base in marts:
            continue
        periods = [f"`_{period}`" for period in PERIODS if f"{mart}_{period}" in marts]
        short.append(f"`{mart}`" + (f" ({', '.join(periods)})" if periods else ""))
    return ", ".join(short)


def asks(figure: Figure, own: dict[str, Figure], all_figures: list[Figure]) -> str:
    """The question that it answers, else what it is a part of."""
    if figure["question"]:
        return figure["question"]
    wholes = [whole["name"] for whole in (list(own.values()) if figure["name"] in own else []) + all_figures if figure["name"] in whole["made_of"]]
    if not wholes:
        sys.exit(f"Which question does {figure['name']} answer? Give it a `question`, in its dictionary or in {THEMES.relative_to(PROJECT)}.")
    return f"A part of {', '.join(f'`{whole}`' for whole in dict.fromkeys(wholes))}."


def block(figure: Figure, question: str, metric: str | None = None) -> list[str]:
    over = f"adds up over {', '.join(figure['additive'])}" if figure["additive"] else "does not add up"
    lines = [f"### {escaped(figure['name'])}", "", f"**{figure['label']}** · {figure['unit']} · {over}  ", f"*{question}*", "", starred(figure["definition"]), ""]
    if figure["formula"]:
        lines.append(f"- Formula: {figure['formula']}")
    lines += [f"- {starred(null)}" for null in figure["nulls"]]
    return [*lines, f"- In {marts_in_short(figure['marts'])}", *([metric] if metric else []), ""]


def escaped(name: str) -> str:
    return name.replace("*", "\\*")


def starred(text: str) -> str:
    """Names with * as code: Markdown reads a bare * as emphasis or as a bullet."""
    return re.sub(r"(?<!`)\w*\*\w*", r"`\g<0>`", text)


INTRODUCTION = """# KPI catalogue

<!-- Written by tools/generate_yaml.py from the KPI dictionary (macros/kpis/) and tools/kpi_catalogue.yml; edit these, then run `make yaml`. -->

Every figure of the `kpi_*` marts: what it is called, which question it answers, how it is computed, when it is NULL, and where it stands.
[definitions.md](definitions.md) has the rules behind them, [glossary.md](glossary.md) the terms.

- **Unit**: a fraction is shown as a percentage (0.05 is 5 %), points are the difference of two fractions, seconds and days are durations.
  Money is in the account's `reporting_currency`; group by it before you add accounts up.
- **Adds up over** says which rows of a mart you may sum. What adds up over days does over weeks and months, but for charges and new
  campaigns before the first week with anything. A sum over the campaigns of an account can be less than the account's own row, which
  also has what belongs to no campaign. Contacts do not add up (one contact is in several campaigns and days), nor do rates and medians:
  take them from the mart of the grain that you report. Sum the rows of one `basis`, one `dimension` and one attribution model only. A
  sum leaves out rows in which the figure is NULL.
- **Formula**: facts and columns, in the words of SQL. `a in [b, b + 60 s)` is a half-open window. A figure of a period or a
  cohort counts the rows that fall there; whatever a contact does first counts once per campaign and period.
- **NULL** is unknown, 0 is zero. A rate is also NULL where its denominator is 0.
- **Metric**: its name in the metrics layer ([metrics.md](metrics.md)). Figures that a mart counts itself have none.
- The columns of the marts carry `label`, `unit`, `format` (as in a spreadsheet) and `additive` as `meta`, for BI tools.
"""


def page(catalogue: Catalogue, metrics: list[str], left_out: dict[str, str]) -> str:
    """With the metric of each KPI of the dictionary, or why it has none."""
    of_layer = {name: f"- Metric: `{name}`" for name in metrics} | {name: f"- No metric. {reason}" for name, reason in left_out.items()}
    sections = [(theme, own) for theme, own in catalogue.themes if own]
    headings = ["KPI catalogue", "Contents", "Marts"]
    for theme, own in sections:
        headings += [theme["title"], *own]
    links = iter(anchors(headings)[3:])
    contents, body = [], []
    all_figures = [figure for _, own in sections for figure in own.values()]
    for theme, own in sections:
        of_theme = next(links)
        names = [f"[{escaped(name)}](#{next(links)})" for name in own]
        contents.append(f"- **[{theme['title']}](#{of_theme})**: {', '.join(names)}")
        body += [f"## {theme['title']}", "", *([" ".join(theme["intro"].split()), ""] if "intro" in theme else [])]
        for figure in own.values():
            body += block(figure, asks(figure, own, all_figures), of_layer.get(figure["name"]) if "subject" in figure else None)
    rows = ["| mart | one row per | what it is |", "|---|---|---|"]
    for mart, model in catalogue.marts.items():
        rows.append(f"| `{mart}` | {', '.join(f'`{column}`' for column in model['key'])} | {first_words(model['description'])} |")
    return "\n".join([INTRODUCTION, "## Contents", "", *contents, "", "## Marts", "", *rows, "", *body]).rstrip() + "\n"


def first_words(description: str) -> str:
    """The first sentence, without what the next column of the table says."""
    return re.split(r"(?<=\.) |, one row per|: one row per|; ", " ".join(description.split()))[0].rstrip(".")


# --- a table of docs/bi.md ------------------------------------------------------------------------------------

# What a figure that does not add up is, by its unit.
ALONE = {"contacts": "nothing: contacts, each counted once", "fraction": "nothing: rates", "seconds": "nothing: medians", "days": "nothing: medians",
         MONEY: "nothing: amounts per something", "ratio": "nothing: amounts per something", "boolean": "nothing: yes or no"}  # fmt: skip


def sums(catalogue: Catalogue) -> str:
    """Which figures of accounts and campaigns may be summed, and over what: what adds up over most first."""
    groups: dict[str, list[str]] = {kind: [] for kind in ALONE.values()}
    for name, figure in (catalogue.of_column["kpi_accounts"] | catalogue.of_column["kpi_campaigns"]).items():
        groups.setdefault(", ".join(figure["additive"]) or ALONE.get(figure["unit"], "nothing: others"), []).append(name)
    rows = sorted(filter(lambda group: group[1], groups.items()), key=lambda group: (group[0].startswith("nothing"), -group[0].count(",")))
    return "\n".join(["| may be summed over | figures |", "|---|---|", *[f"| {over} | {', '.join(f'`{name}`' for name in names)} |" for over, names in rows]])


# --- the marts' YAML ----------------------------------------------------------------------------------------


def meta_line(meta: dict) -> str:
    values = [f"{name}: [{', '.join(value)}]" if isinstance(value, list) else f'{name}: "{value}"' for name, value in meta.items()]
    return f"        config: {{meta: {{{', '.join(values)}}}}}\n"


def with_metas(text: str, metas: dict[str, dict]) -> str:
    """A mart's YAML, written by hand, with the meta of each figure below its name. Unit tests stay as they are."""
    models, separator, unit_tests = text.partition("\nunit_tests:\n")
    models = re.sub(r"^        config: \{meta: \{label: .*\n", "", models, flags=re.MULTILINE)

    def add(found: re.Match) -> str:
        return found[0] + (meta_line(metas[found[1]]) if found[1] in metas else "")

    return re.sub(r"^      - name: (\w+)\n", add, models, flags=re.MULTILINE) + separator + unit_tests
