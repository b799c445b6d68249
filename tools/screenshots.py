"""Take the pictures of the dashboard that the README and the docs show.

    python -m tools.screenshots [--published FILE] [--output docs/images] [PAGE ...]

Needs Chromium and its driver (`apt install chromium chromium-driver`). Look at each picture before you commit it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("SMS_ANALYTICS_CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
# Nothing but the page itself may ask for anything.
OPTIONS = ("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
           "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")  # fmt: skip
DESKTOP, PHONE = (1280, 800), (390, 844)
PAGES = ("reporting", "campaigns", "cohorts", "attribution", "intent", "deliverability", "experiments", "governance", "quality")


@contextmanager
def served(published: Path) -> Iterator[str]:
    """The dashboard over a published file, at this address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(command, cwd=PROJECT, env={**os.environ, "SMS_ANALYTICS_PUBLISHED": str(published)}, stdout=said, stderr=said)
        try:
            until = time.monotonic() + 60
            while True:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
                    break
                except OSError:
                    if server.poll() is not None or time.monotonic() > until:
                        said.seek(0)
                        raise RuntimeError(f"the dashboard did not start:\n{said.read().decode()[-2000:]}") from None
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


@contextmanager
def browser(size: tuple[int, int] = DESKTOP) -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    with tempfile.TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for option in (*OPTIONS, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}", *(["--no-sandbox"] if os.geteuid() == 0 else [])):
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        try:
            # The window of a headless browser cannot be as narrow as a phone.
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600})
            yield driver
        finally:
            driver.quit()


def is_still(driver: Any) -> bool:
    """The script has run, and every chart is drawn."""
    return driver.execute_script(
        "const app = document.querySelector('[data-testid=stApp]');"
        "return !!app && app.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')"
        " && !!document.querySelector('h1') && document.fonts.status === 'loaded';"
    )


def wait_until_still(driver: Any, seconds: float = 60) -> None:
    until, still = time.monotonic() + seconds, 0
    while still < 2:
        time.sleep(0.1)
        still = still + 1 if is_still(driver) else 0
        if time.monotonic() > until:
            raise TimeoutError("the page is not still")


def take(driver: Any, address: str, file: Path, scroll: int = 0) -> None:
    driver.get(address)
    wait_until_still(driver)
    if scroll:
        driver.execute_script("document.querySelector('[data-testid=stMain]').scrollTo(0, arguments[0])", scroll)
    time.sleep(1)
    driver.save_screenshot(str(file))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--published", type=Path, default=Path("build/published/sms_marts.duckdb"))
    parser.add_argument("--output", type=Path, default=PROJECT / "docs" / "images")
    parser.add_argument("--account", default="harbor_us")
    parser.add_argument("--height", type=int, default=DESKTOP[1], help="of the window; taller than 800 shows more of a page at once")
    parser.add_argument("--phone", action="store_true", help="as wide as a phone")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"default: all of {', '.join(PAGES)}")
    given = parser.parse_args(arguments)
    if not CHROMIUM or not DRIVER:
        print("There is no Chromium with a driver here: apt install chromium chromium-driver", file=sys.stderr)
        return 1
    given.output.mkdir(parents=True, exist_ok=True)
    size = (PHONE[0], max(PHONE[1], given.height)) if given.phone else (DESKTOP[0], given.height)
    with served(given.published.resolve()) as address, browser(size) as driver:
        for page in given.pages or PAGES:
            file = given.output / f"{page}{'_phone' if given.phone else ''}.png"
            take(driver, f"{address}/{'' if page == 'reporting' else page}?account={given.account}", file)
            print(f"{file}: {file.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
