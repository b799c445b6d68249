"""What wordings are compared by, from the Unicode tables of Python's standard library, as Jinja for engines that lack them.

`python -m tools.unicode_tables` writes macros/text/unicode_tables.sql. DuckDB has no compatibility form (NFKC), Postgres no
classes of characters and no small letters that do not depend on the server's locale.
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
    """What is neither letter, digit nor mark as blanks."""
    return "".join(char if is_part_of_a_word(char) else " " for char in text)


def compatibility_forms() -> dict[str, str]:
    """The characters whose compatibility form reads otherwise, beyond what the canonical form (NFC) does, with that form."""
    forms = {}
    for char in characters():
        form = unicodedata.normalize("NFKC", char)
        # What has no letter and no digit in either form is a blank in both: the acute accent, though its form has a mark.
        is_blank = not is_part_of_a_word(char) and not any(unicodedata.category(part)[0] in "LN" for part in form)
        if form != unicodedata.normalize("NFC", char) and not is_blank:
            forms[char] = words(form)
    return forms


def capitals() -> list[str]:
    """Those that have one small letter, but for the dotted I, which has an engine's own."""
    return [char for char in characters() if char != "İ" and len(char.lower()) == 1 and char.lower() != char]


def ranges(belongs: Callable[[str], bool]) -> str:
    """Between the brackets of a Postgres pattern. Unassigned characters between two that belong are taken along."""
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
    """A Jinja text over several lines; no escape is torn."""
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
            "Characters whose compatibility form (NFKC) reads otherwise: full-width and mathematical letters, ligatures, Roman numerals ...",
            "".join(forms),
        ),
        macro(
            "compatibility_meanings",
            "What they are read as, in the same order and divided by bars; what is no part of a word is a blank already.",
            "|".join(forms.values()),
        ),
        macro("capital_letters", "Capitals beyond ASCII, for a Postgres whose locale knows none.", "".join(capitals())),
        macro("small_letters", "Their small letters, in the same order.", "".join(char.lower() for char in capitals())),
        macro("word_characters", "Letters, digits and marks beyond ASCII, as Postgres takes them in brackets.", ranges(is_part_of_a_word)),
        macro(
            "mark_characters",
            "Combining marks, as Postgres takes them in brackets.",
            ranges(lambda char: unicodedata.category(char)[0] == "M"),
        ),
        macro(
            "format_characters",
            "Characters that only format, as Postgres takes them in brackets.",
            ranges(lambda char: unicodedata.category(char) == "Cf"),
        ),
    )
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    print(f"Written: {TARGET}")
