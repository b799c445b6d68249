"""A progress bar on stderr: redrawn in a terminal, or a line every 15 seconds if the output goes to a file."""

from __future__ import annotations

import sys
import time
from types import TracebackType

WIDTH = 30
KEPT_EVERY_SECONDS = 15


class Bar:
    def __init__(self, name: str) -> None:
        self.name = name
        self.started = self.shown = time.monotonic()
        self.drawn = False

    def show(self, share: float, what: str = "") -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() and now - self.shown < KEPT_EVERY_SECONDS:
            return
        self.shown = now
        full = round(WIDTH * share)
        left = f", {(now - self.started) * (1 - share) / share:,.0f} s left" if share > 0.02 else ""
        line = f"{self.name} {'█' * full}{'░' * (WIDTH - full)} {share:4.0%} {what}, {now - self.started:,.0f} s{left}"
        if sys.stderr.isatty():
            print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)
            self.drawn = True
        else:
            print(line, file=sys.stderr, flush=True)

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.drawn:
            print(file=sys.stderr)
