"""Unicode tables for comparing wordings, from Python's standard library, as Jinja for engines that lack them.

`python -m tools.unicode_tables` writes macros/text/unicode_tables.sql. DuckDB has no compatibility form (NFKC).
Postgres has no character classes or small letters that are independent of the server's locale.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

TARGET = Path(__file__).parents[1] / "macros/text/unicode_tables.sql"
SURROGATES = range(0xD800, 0xE000)
UNASSIGNED = ("Cn", "Co", "Cs")

HEADER = """{{#-
    Written by `python -m tools.unicode_tables`, from Unicode {version}. Do not edit.
-#}}
"""
MACRO = """
{{#- {why} -#}}
{{% macro {name}() -%}}
    {{{{- return(
{lines}
    ) -}}}}
{{%- endmacro %}}
"""


def characters() -> Iterator[str]:
    return (chr(code) for code in range(0x80, 0x110000) if code not in SURROGATES)


def is_part_of_a_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def words(text: str) -> str:
    """The text with a blank for each character that is not a letter, digit or mark."""
    return "".join(char if is_part_of_a_word(char) else " " for char in text)


def compatibility_forms() -> dict[str, str]:
    """Characters whose compatibility form differs from the canonical form (NFC), with the compatibility form."""
    forms = {}
    for char in characters():
        form = unicodedata.normalize("NFKC", char)
        # A character without a letter or digit in either form is a blank in both, like the acute accent, whose form has a mark.
        is_blank = not is_part_of_a_word(char) and not any(unicodedata.category(part)[0] in "LN" for part in form)
        if form != unicodedata.normalize("NFC", char) and not is_blank:
            forms[char] = words(form)
    return forms


def capitals() -> list[str]:
    """Capitals with a single small letter, except the dotted I, which each engine treats its own way."""
    return [char for char in characters() if char != "İ" and len(char.lower()) == 1 and char.lower() != char]


def ranges(belongs: Callable[[str], bool]) -> str:
    """Ranges for a bracket expression in Postgres. Unassigned characters between two members are included."""
    found: list[list[int]] = []
    is_open = False
    for char in characters():
        if belongs(char):
            if is_open:
                found[-1][1] = ord(char)
            else:
                found.append([ord(char), ord(char)])
            is_open = True
        elif unicodedata.category(char) not in UNASSIGNED:
            is_open = False
    return "".join(escaped(first) + (f"-{escaped(last)}" if last > first else "") for first, last in found)


def escaped(code: int) -> str:
    return f"\\\\u{code:04x}" if code < 0x10000 else f"\\\\U{code:08x}"


def quoted(text: str, width: int = 100) -> str:
    """A Jinja string over several lines that splits no escape."""
    if text.startswith("\\"):
        pieces = [piece.replace(" ", "") for piece in textwrap.wrap(text.replace("\\\\", " \\\\"), width + 10)]
    else:
        pieces = [text[start : start + width] for start in range(0, len(text), width)]
    return "\n        ~ ".join(f"'{piece}'" for piece in pieces)


def macro(name: str, why: str, text: str) -> str:
    return MACRO.format(name=name, why=why, lines=f"        {quoted(text)}")


def render() -> str:
    forms = compatibility_forms()
    parts: Iterable[str] = (
        HEADER.format(version=unicodedata.unidata_version),
        macro(
            "compatibility_characters",
            "Characters whose compatibility form (NFKC) differs: full-width and mathematical letters, ligatures, Roman numerals ...",
            "".join(forms),
        ),
        macro(
            "compatibility_meanings",
            "Their compatibility forms, in the same order, separated by bars; characters outside words are blanks.",
            "|".join(forms.values()),
        ),
        macro("capital_letters", "Capitals beyond ASCII, for Postgres with a locale that knows none.", "".join(capitals())),
        macro("small_letters", "Their small letters, in the same order.", "".join(char.lower() for char in capitals())),
        macro("word_characters", "Letters, digits and marks beyond ASCII, for a bracket expression in Postgres.", ranges(is_part_of_a_word)),
        macro(
            "mark_characters",
            "Combining marks, for a bracket expression in Postgres.",
            ranges(lambda char: unicodedata.category(char)[0] == "M"),
        ),
        macro(
            "format_characters",
            "Format characters, for a bracket expression in Postgres.",
            ranges(lambda char: unicodedata.category(char) == "Cf"),
        ),
    )
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    print(f"Written: {TARGET}")
