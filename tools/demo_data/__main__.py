"""Write the demo events: python -m tools.demo_data [--out folder | --list-awkward]"""

import argparse
from pathlib import Path

from . import awkward, generate
from .contract import PROJECT


def main():
    parser = argparse.ArgumentParser(
        prog="python -m tools.demo_data", description="Write the demo events as CSV seeds."
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=PROJECT / "seeds" / "raw",
        help="folder for raw_<table>.csv (default: seeds/raw)",
    )
    parser.add_argument(
        "--list-awkward", action="store_true", help="list the awkward cases and their ids, and write nothing"
    )
    arguments = parser.parse_args()
    if arguments.list_awkward:
        print(awkward.listing())
        return
    paths = generate(arguments.out)
    size = sum(path.stat().st_size for path in paths)
    print(f"{len(paths)} files, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
