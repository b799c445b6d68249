"""Wordings as they are compared, and values of URLs as they are decoded, on each engine, against Python's standard library."""

from __future__ import annotations

import dataclasses
import random
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote_plus

import duckdb
import psycopg2
import psycopg2.extras
import pytest

from tests.python.oracle.replies import normalise
from tests.python.support.postgres import PostgresServer
from tests.python.test_segments import compile_sql, project
from tools import unicode_tables

__all__ = ["project"]

QUERY = """
select
    body,
    {{ sms_analytics.normalised_wording('body') }} as wording,
    {{ sms_analytics.url_decoded('body') }} as decoded
from bodies
"""
# Thousands of letters of one kind, of which some will do.
MANY_ALIKE = [range(0x3400, 0xA000), range(0xAC00, 0xD7A4), range(0x12000, 0x19000)]


def is_folded_otherwise(char: str) -> bool:
    """Case folding that lower() does not do: into several letters (ᾳ is αι, but ß is done), or to capitals (Cherokee)."""
    form = unicodedata.normalize("NFKC", char)
    return form.casefold() != form.replace("İ", "i\u0307").lower().replace("ß", "ss").replace("ς", "σ")


def characters() -> list[str]:
    """All that Python knows; which there are differs between versions of Unicode."""
    codes = [code for code in [*range(1, 0xD800), *range(0xE000, 0x20000), *range(0xE0000, 0xE01F0)] if code % 50 == 0 or not any(
        code in alike for alike in MANY_ALIKE
    )]  # fmt: skip
    return [chr(code) for code in codes if unicodedata.category(chr(code)) not in ("Cn", "Co") and not is_folded_otherwise(chr(code))]


# Each character in the middle of a word, and some of what people add around it.
WORDINGS = [f"ST{char}OP" for char in characters()] + [
    "„Stop“", "« STOP »", "STOP！", "opt‑out", "opt—out", "ＳＴＯＰ", "𝐒𝐭𝐨𝐩", "ⓢⓣⓞⓟ", "S\u200bTOP\ufeff", "STOP\ufe0f❤\ufe0f", "ST\u0301OP",
    "E\u0302 ARRE\u0302T", "I´m driving", "\u0301stop", "STOP 12345", "Stop. Thank you", "STRASSE", "Straße", "ΣΤΟΠ στοπς", "İptal", "…", "",
    "\u0301", "٣ हाँ ठीक", "a\nb\r\n\tc\u00a0d", "ﬁn Ⅻ ½ ™ №",
]  # fmt: skip


def test_few_characters_are_folded_otherwise() -> None:
    assert sum(map(is_folded_otherwise, map(chr, range(0xD800)))) < 300


def url_values() -> list[str]:
    """Of bytes that are UTF-8 and that are nearly so."""
    dice = random.Random(3986)
    parts = [
        "%", "%%", "%4", "%zz", "+", "a", "é", "%41", "%2B", "%25", "%C3%A9", "%c3%a9", "%C3", "%A9", "%E2%82%AC", "%E2%82", "%F0%9F%98%80",
        "%ED%A0%80", "%C0%AF", "%F5%80%80%80", "%F4%90%80%80", "%E0%80%80", "%7F", "%0A", "\n", "4", "C", "3",
    ]  # fmt: skip
    mixed = ["".join(dice.choices(parts, k=dice.randint(1, 5))) for _ in range(3000)]
    return ["Li%C5%A1%C3%A1ck%C3%A9+l%C3%A9to", "%C3%97", "100%+off", "%00", "a%00b", *parts, *mixed]


def decode(value: str) -> str:
    try:
        meant = unquote_plus(value, errors="strict")
    except UnicodeDecodeError:
        return value
    return value if "\0" in meant else meant


@pytest.fixture(scope="module")
def compiled() -> dict[str, str]:
    return {}


def in_the_locale_c(server: PostgresServer) -> str:
    """A database whose lower() and classes of characters know ASCII only."""
    connection = psycopg2.connect(server.dsn)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("create database in_c template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C' locale_provider libc")
    connection.close()
    return dataclasses.replace(server, database="in_c").dsn


Answers = Mapping[str, tuple[str, str]]


@pytest.fixture(scope="module", params=["duckdb", "postgres", "postgres in the locale C"])
def answers(request: pytest.FixtureRequest, project, compiled: dict[str, str]) -> Answers:
    target = request.param.split()[0]
    server = request.getfixturevalue("postgres") if target == "postgres" else None
    if target not in compiled:
        run = compile_sql(project, QUERY, target, server and server.environment()).check()
        compiled[target] = run.run_results()["results"][0]["compiled_code"]
    query = compiled[target]
    texts = list(dict.fromkeys(WORDINGS + url_values()))
    if server is None:
        with duckdb.connect() as connection:
            connection.execute("create table bodies as select unnest(?::text[]) as body", [texts])
            rows = connection.execute(query).fetchall()
    else:
        connection = psycopg2.connect(server.dsn if request.param == target else in_the_locale_c(server))
        with connection, connection.cursor() as cursor:
            cursor.execute("create temporary table bodies (body text)")
            psycopg2.extras.execute_values(cursor, "insert into bodies values %s", [(text,) for text in texts], page_size=5000)
            cursor.execute(query)
            rows = cursor.fetchall()
        connection.close()
    return {body: (wording, decoded) for body, wording, decoded in rows}


def test_wordings_are_those_of_the_unicode_tables(answers: Answers) -> None:
    wrong = [
        f"{text!r} ({[f'{ord(char):04x}' for char in text]}): {answers[text][0]!r} instead of {normalise(text)!r}"
        for text in WORDINGS
        if (answers[text][0] or "") != normalise(text)
    ]
    assert not wrong, f"{len(wrong)} of {len(WORDINGS)}:\n" + "\n".join(wrong[:40])


def test_values_of_urls_are_decoded_as_by_urllib(answers: Answers) -> None:
    wrong = [
        f"{value!r}: {answers[value][1]!r} instead of {decode(value)!r}" for value in url_values() if answers[value][1] != decode(value)
    ]
    assert not wrong, f"{len(wrong)}:\n" + "\n".join(wrong[:20])


def test_tables_are_those_of_the_standard_library() -> None:
    if f"Unicode {unicodedata.unidata_version}." not in unicode_tables.TARGET.read_text():
        pytest.skip("written by another version of Unicode")
    assert unicode_tables.TARGET.read_text() == unicode_tables.render(), "run python -m tools.unicode_tables"
