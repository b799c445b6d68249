"""Completes the documentation site of `make docs`: one page that opens without a server, beginning with this project's overview.

The overview is the docs block `__sms_analytics__`, the name that dbt gives a package's own, because a block `__overview__` of a package would
take the place of the overview of every project that installs it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PACKAGE_OVERVIEW, OVERVIEW = "__sms_analytics__", "__overview__"


def complete(page: str) -> str:
    if PACKAGE_OVERVIEW not in page:
        sys.exit(f"The page has no docs block {PACKAGE_OVERVIEW}: is it one of `dbt docs generate --static` in this project?")
    page = page.replace(PACKAGE_OVERVIEW, OVERVIEW)
    # With this flag the page would load a script that counts its readers.
    return re.sub(r'"send_anonymous_usage_stats": ?true', '"send_anonymous_usage_stats": false', page)


def main() -> None:
    path = Path(sys.argv[1])
    path.write_text(complete(path.read_text()))


if __name__ == "__main__":
    main()
