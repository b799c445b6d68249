"""The parts of a text, as the macro counts them on each engine, against the package smsutil."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psycopg2
import psycopg2.extras
import pytest
import smsutil

from tests.python.support.dbt import ROOT, DbtResult, run_dbt
from tests.python.support.postgres import PostgresServer

QUERY = """
select
    body,
    {{ sms_analytics.sms_segments('body') }} as segments,
    {{ sms_analytics.sms_encoding('body') }} as encoding
from bodies
"""

# --- the texts -----------------------------------------------------------------------------------

# Each takes three parts, though its places would fit into two: a character of two places must not
# be split between parts.
UNSPLIT = ("1" * 152 + "€" + "2" * 152, "€" * 153, "😀" * 67)

# GSM-7, and what its extension adds at two places each.
ONE_PLACE = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWO_PLACES = "\f^{}[~]|€\\"

# In UCS-2 only: look-alikes of GSM-7 characters, other alphabets, what cannot be seen, and the
# last characters before and the first behind the surrogates.
WIDE = "`çêÀΑΩ“”’…–漢字かл\t\u00a0\u0301\u200d\ufe0f\u2028\x01\x7f\x85\ud7ff\ue000\ufeff\uffff"
PAIRS = "😀👍🏽🇫🇷𐀀𝒳\U0010ffff"

# Around the ends of a message alone, and of the second, third and fourth part.
GSM7_LENGTHS = (1, 80, 151, 152, 153, 154, 155, 159, 160, 161, 162, 304, 305, 306, 307, 308, 459, 460, 612, 613)
UCS2_LENGTHS = (1, 35, 66, 67, 68, 69, 70, 71, 72, 132, 133, 134, 135, 136, 200, 201, 202, 268, 269)


def bodies() -> list[str]:
    """Every character by itself and by the message, then mixtures that are the same each time."""
    dice = random.Random(160_153_70_67)
    texts = [*UNSPLIT, "", " ", "\r\n" * 80, "\r\n" * 81, "e\u0301" * 35, "👩\u200d👩\u200d👧" * 9]
    for character in ONE_PLACE + TWO_PLACES + WIDE + PAIRS:
        texts += [character, character * 67, character * 153, "x" * 66 + character + "x" * 94]

    for lengths, singles, doubles in (
        (GSM7_LENGTHS, ONE_PLACE, TWO_PLACES),
        (UCS2_LENGTHS, ONE_PLACE + WIDE, PAIRS),
    ):
        for length in lengths:
            for share in (0, 0.01, 0.05, 0.3, 0.7, 1):
                for _ in range(3):
                    texts.append(_mixture(dice, length, singles, doubles, share))
                    # Among ASCII only, and with the wide character where a part ends.
                    plain = _mixture(dice, length, "abc 123", doubles, share)
                    for end in (66, 133, 152, 305, 458):
                        plain = plain[:end] + dice.choice(doubles) + plain[end + 1 :]
                    texts.append(plain)
    return list(dict.fromkeys(texts))


def _mixture(dice: random.Random, length: int, singles: str, doubles: str, share: float) -> str:
    return "".join(dice.choice(doubles if dice.random() < share else singles) for _ in range(length))


BODIES = bodies()


def parts(body: str) -> int:
    return len(smsutil.split(body).parts)


# --- the engines ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counted:
    segments: int | None
    encoding: str | None


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The macros alone: the models would take dbt longer to read than the test takes."""
    folder = tmp_path_factory.mktemp("macros")
    (folder / "macros").symlink_to(ROOT / "macros")
    (folder / "dbt_project.yml").write_text(
        "name: sms_analytics\nversion: 0.1.0\nconfig-version: 2\nprofile: sms_analytics\n"
    )
    return folder


def compile_sql(
    project: Path, query: str, target: str = "duckdb", env: Mapping[str, str] | None = None
) -> DbtResult:
    return run_dbt(
        ["compile", "--inline", query],
        project_dir=project,
        work_dir=project / "work",
        target=target,
        env=env,
    )


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def counted(request: pytest.FixtureRequest, project: Path) -> Mapping[str | None, Counted]:
    """What the macros say of each text, and of NULL, on one engine."""
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    run = compile_sql(project, QUERY, request.param, server and server.environment()).check()
    (result,) = run.run_results()["results"]
    texts = [*BODIES, None]
    if server:
        return on_postgres(server, result["compiled_code"], texts)
    return on_duckdb(result["compiled_code"], texts)


def on_duckdb(query: str, texts: Sequence[str | None]) -> dict[str | None, Counted]:
    with duckdb.connect() as connection:
        connection.execute("create table bodies as select unnest(?::text[]) as body", [list(texts)])
        return {body: Counted(*answer) for body, *answer in connection.execute(query).fetchall()}


def on_postgres(server: PostgresServer, query: str, texts: Sequence[str | None]) -> dict[str | None, Counted]:
    connection = psycopg2.connect(server.dsn)
    try:
        with connection.cursor() as cursor:
            cursor.execute("create temporary table bodies (body text)")
            psycopg2.extras.execute_values(
                cursor, "insert into bodies values %s", [(text,) for text in texts], page_size=1000
            )
            cursor.execute(query)
            return {body: Counted(*answer) for body, *answer in cursor.fetchall()}
    finally:
        connection.close()


# --- the tests -----------------------------------------------------------------------------------


def test_segments_are_those_of_smsutil(counted: Mapping[str | None, Counted]) -> None:
    wrong = [
        f"{counted[body].segments} instead of {parts(body)}: {body[:40]!r}… ({len(body)} characters)"
        for body in BODIES
        if counted[body].segments != parts(body)
    ]
    assert not wrong, f"{len(wrong)} of {len(BODIES)} texts:\n" + "\n".join(wrong[:20])


@pytest.mark.parametrize("body", UNSPLIT, ids=["euro across the end", "euros", "emoji"])
def test_a_two_place_character_is_not_split(counted: Mapping[str | None, Counted], body: str) -> None:
    assert counted[body].segments == 3


def test_encodings_are_those_of_smsutil(counted: Mapping[str | None, Counted]) -> None:
    names = {"gsm0338": "gsm7", "utf_16_be": "ucs2"}
    # Of an empty text smsutil says UCS-2, for want of a character that is in GSM-7.
    wrong = [
        body for body in BODIES if body and counted[body].encoding != names[smsutil.split(body).encoding]
    ]
    assert not wrong


def test_an_empty_text_is_one_part_of_gsm7(counted: Mapping[str | None, Counted]) -> None:
    assert counted[""] == Counted(1, "gsm7")


def test_no_text_has_no_parts(counted: Mapping[str | None, Counted]) -> None:
    assert counted[None] == Counted(None, None)


def test_the_texts_tell_packing_from_division() -> None:
    """Texts whose length alone would give the right number would prove nothing."""
    assert len(BODIES) >= 300
    places = {
        True: (lambda body: len(body) + sum(body.count(wide) for wide in TWO_PLACES), 153),
        False: (lambda body: len(body.encode("utf-16-be")) // 2, 67),
    }
    for is_gsm7, (length, part) in places.items():
        told = [
            body
            for body in BODIES
            if (smsutil.split(body).encoding == "gsm0338") is is_gsm7
            and parts(body) > 1
            and parts(body) != -(-length(body) // part)
        ]
        assert len(told) >= 20


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        ("sms_segments('')", "sms_segments: the argument `body` is empty"),
        ("sms_encoding(none)", "sms_encoding: the argument `body` is empty"),
        ("normalised_wording(' ')", "normalised_wording: the argument `expression` is empty"),
    ],
)
def test_an_empty_argument_is_refused(project: Path, call: str, complaint: str) -> None:
    run = compile_sql(project, f"select {{{{ sms_analytics.{call} }}}}")
    assert run.returncode != 0
    assert complaint in run.stdout
