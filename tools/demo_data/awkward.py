"""Intentionally awkward rows, as real vendors deliver them, which break careless models.

`CASES` lists all cases. A case has a name, a sentence on what is awkward, and its rows exactly as in the seeds;
`python -m tools.demo_data --list-awkward` prints the list. Rows are written as text, because some values fit no other type.
"""

from dataclasses import dataclass

from . import (
    awkward_broken,
    awkward_commerce,
    awkward_contacts,
    awkward_engagement,
    awkward_messages,
    awkward_receipts,
)


@dataclass(frozen=True)
class Case:
    name: str
    note: str
    rows: tuple  # of (table, row)

    @property
    def ids(self):
        """The first cell of each row, which is its key or part of it."""
        return sorted({str(next(iter(row.values()))) for _, row in self.rows})


CASES = tuple(
    Case(name, note, tuple(rows))
    for part in (
        awkward_contacts,
        awkward_receipts,
        awkward_messages,
        awkward_engagement,
        awkward_commerce,
        awkward_broken,
    )
    for name, note, rows in part.cases()
)


def add_all(world):
    for case in CASES:
        for table, row in case.rows:
            world.rows[table].append(row)


def listing():
    """The cases as text: name, note, tables and ids."""
    lines = []
    for case in CASES:
        tables = ", ".join(sorted({table for table, _ in case.rows}))
        lines.append(f"{case.name}: {case.note}\n    {tables}: {', '.join(case.ids)}")
    return "\n".join(lines)
