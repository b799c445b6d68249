"""The state of the simulation: the rows of each table, and what later steps need."""

from collections import defaultdict
from datetime import datetime, timedelta
from heapq import heappop, heappush

from .clock import END, LAST_LOAD
from .dice import Dice

SEED = 20260105
# tables whose rows change, and the columns with the time of change
CHANGING = {
    "campaigns": ("launched_at", "ended_at"),
    "campaign_memberships": ("exited_at",),
    "label_assignments": ("removed_at",),
    "links": ("last_checked_at",),
    "sales_engagements": ("ended_at",),
    "tasks": ("completed_at", "escalated_at"),
}


class World:
    def __init__(self, seed=SEED):
        self.seed = seed
        self.rows = defaultdict(list)
        self._counters = defaultdict(int)
        self._dice = {}
        self._agenda = []
        self._outdated = []  # rows before a correction
        self.seen = set()  # facts to write only once

    def dice(self, subject):
        """Dice per subject, so that a change in one affects the others as little as possible: an account never affects another."""
        if subject not in self._dice:
            self._dice[subject] = Dice(f"{self.seed}:{subject}")
        return self._dice[subject]

    def plan(self, at, action, *details):
        """Schedule `action(world, at, *details)`; actions after the half-year are dropped."""
        if at <= END:
            heappush(self._agenda, (at, self._counters["plan"], action, details))
            self._counters["plan"] += 1

    def run(self):
        """Run all planned actions in order of time; actions may plan more."""
        while self._agenda:
            at, _, action, details = heappop(self._agenda)
            action(self, at, *details)

    def new_id(self, prefix, width=4):
        self._counters[prefix] += 1
        return f"{prefix}{self._counters[prefix]:0{width}d}"

    def add(self, table, account, at, source=None, late=None, **columns):
        """Add a row with the event time `at`; it is loaded a little later, or `late` (a timedelta) later.

        `account` is an Account of people.py; its vendor is the source system unless another is given.
        """
        if late is None:
            late = timedelta(seconds=self.dice("arrivals").randint(4, 240))
        loaded_at = min(at + late, LAST_LOAD)
        row = dict(
            columns,
            account_id=account.account_id,
            loaded_at=loaded_at.replace(microsecond=0),
            source_system=source or account.vendor,
        )
        self.rows[table].append(row)
        return row

    def correct(self, table, row, **columns):
        """Change a row that was loaded before; both versions are kept."""
        self._outdated.append((table, dict(row)))
        row.update(columns)

    def load_again(self):
        """Rows that changed after their first load are loaded again, with the nightly batch."""
        for table, columns in CHANGING.items():
            for row in self.rows[table]:
                changes = [row[column] for column in columns if row.get(column) and row[column] <= END]
                if changes and max(changes) > row["loaded_at"]:
                    row["loaded_at"] = nightly(max(changes))
        for table, row in self._outdated:
            self.rows[table].append(row)

    def find(self, table, **wanted):
        """The rows of a table with these values, in order of creation."""
        return [
            row for row in self.rows[table] if all(row.get(name) == value for name, value in wanted.items())
        ]


def nightly(at, hour=5):
    """The next nightly batch after a time; CRM and finance tables arrive in batches."""
    batch = datetime(at.year, at.month, at.day, hour, 30)
    return batch if batch > at else batch + timedelta(days=1)
