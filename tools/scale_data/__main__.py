"""Write raw events of any size: python -m tools.scale_data --messages 10000000 --output folder"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from . import Scale, generate
from .progress import Bar


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.scale_data", description="Write raw events of any size as Parquet files."
    )
    parser.add_argument("--messages", type=int, required=True, help="number of outbound messages; other rows scale with it")
    parser.add_argument("--output", type=Path, required=True, help="folder for <table>.parquet")
    parser.add_argument("--days", type=int, default=180, help="days over which messages are sent (180)")
    parser.add_argument("--more-days", type=int, default=0, help="further days at the same rate; earlier rows stay the same")
    parser.add_argument("--from-day", type=int, default=0, help="only rows loaded from this day on, counted from 0")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=None, help="default: number of cores")
    parser.add_argument("--memory-limit", default="2GB")
    arguments = parser.parse_args()
    try:
        scale = Scale(arguments.messages, arguments.days, arguments.more_days, arguments.from_day, arguments.seed)
    except ValueError as problem:
        parser.error(str(problem))
    started = time.monotonic()
    with Bar("scale data") as bar:
        rows = generate(
            scale, arguments.output, threads=arguments.threads, memory_limit=arguments.memory_limit,
            progress=lambda table, share: bar.show(share, table),
        )  # fmt: skip
    size = sum((arguments.output / f"{table}.parquet").stat().st_size for table in rows)
    print(
        f"{sum(rows.values()):,} rows of {len(rows)} tables, {size / 1e6:,.0f} MB, "
        f"in {time.monotonic() - started:,.0f} s: {arguments.output}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
