"""The awkward rows, each there on purpose: what real vendors deliver and what breaks careless models.

`CASES` is the one list. A case has a name, a sentence on what is awkward, and its rows exactly as they stand in
the seeds; `python -m tools.demo_data --list-awkward` prints it. The rows are written as text, for some cannot be
anything else.
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
        """The first cell of each row, which is (part of) its key."""
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
    """The list to read: name, note, tables and ids."""
    lines = []
    for case in CASES:
        tables = ", ".join(sorted({table for table, _ in case.rows}))
        lines.append(f"{case.name}: {case.note}\n    {tables}: {', '.join(case.ids)}")
    return "\n".join(lines)
