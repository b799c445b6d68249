"""The documentation site: one page that a browser opens from a file, without asking another machine.

Without Chromium (`apt install chromium`, or its path in SMS_ANALYTICS_CHROMIUM) the browser's part is skipped.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from dbt.task.docs import DOCS_INDEX_FILE_PATH

from tests.python.support.dbt import DbtResult
from tools.docs_page import complete

CHROMIUM = os.environ.get("SMS_ANALYTICS_CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Types into the search field as a person does, and writes down what is found and how much of each canvas is drawn.
READER = """<script>
window.addEventListener("load", () => setTimeout(() => {
    const overview = document.body.innerText;
    const field = document.querySelector("input[ng-model='search.query']");
    const painted = [...document.querySelectorAll("canvas")].map(canvas => canvas.width && canvas.height
        ? canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.filter((value, i) => i % 4 == 3 && value).length : 0);
    field.focus();
    field.value = "median_team_response_seconds";
    field.dispatchEvent(new Event("input"));
    field.dispatchEvent(new Event("change"));
    setTimeout(() => {
        const found = [...document.querySelectorAll(".search-result")].map(result => result.innerText);
        const report = document.createElement("pre");
        report.id = "report";
        report.textContent = JSON.stringify({overview, painted, found});
        document.body.appendChild(report);
    }, 3000);
}, 8000));
</script>"""


@pytest.fixture(scope="module")
def page(demo: DbtResult) -> str:
    """As `dbt docs generate --static` writes it, but for the catalog: column types as the database has them, which need another run."""
    manifest = (demo.target_path / "manifest.json").read_text()
    catalog = json.dumps({"metadata": {}, "nodes": {}, "sources": {}, "errors": None})
    empty = Path(DOCS_INDEX_FILE_PATH).read_text()
    assert empty.count('"MANIFEST.JSON INLINE DATA"') == empty.count('"CATALOG.JSON INLINE DATA"') == 1
    return complete(empty.replace('"MANIFEST.JSON INLINE DATA"', manifest).replace('"CATALOG.JSON INLINE DATA"', catalog))


def test_the_page_begins_with_our_overview_and_counts_no_readers(page: str, demo: DbtResult) -> None:
    assert "__sms_analytics__" not in page
    assert '"doc.sms_analytics.__overview__"' in page
    assert '"send_anonymous_usage_stats": false' in page
    # A package's block of this name would be shown in place of that of the project that installs it.
    assert "doc.sms_analytics.__overview__" not in demo.manifest()["docs"]


def test_links_of_the_overview_lead_somewhere(demo: DbtResult) -> None:
    manifest = demo.manifest()
    links = re.findall(r"\(#!/\w+/([\w.]+)\)", manifest["docs"]["doc.sms_analytics.__sms_analytics__"]["block_contents"])
    assert len(links) > 20
    assert [link for link in links if link not in manifest["nodes"] and link not in manifest["exposures"]] == []


def opened(page: str, folder: Path) -> tuple[dict, set[str]]:
    """What a reader sees who opens the page with the lineage of kpi_campaigns, and the addresses that the page asked for."""
    file, log = folder / "page.html", folder / "requests.json"
    file.write_text(page.replace("</body>", READER + "</body>"))
    options = ["--headless", "--disable-gpu", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND"]
    options += ["--no-sandbox"] if os.geteuid() == 0 else []
    options += [f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}", "--virtual-time-budget=60000", "--window-size=1400,900"]
    address = f"{file.as_uri()}#!/overview?g_v=1&g_i=%2Bkpi_campaigns"
    done = subprocess.run([CHROMIUM, *options, "--dump-dom", address], capture_output=True, text=True, timeout=300)
    report = re.search(r'<pre id="report">(.*?)</pre>', done.stdout, re.DOTALL)
    assert report, f"the page does not answer\n{done.stderr[-2000:]}"
    unescaped = report[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    # The browser asks for its own updates too; such a request comes from no page.
    asked = [event["params"] for event in json.loads(log.read_text())["events"] if "initiator" in event.get("params", {})]
    by_page = {request["url"] for request in asked if request["initiator"] != "not an origin"}
    return json.loads(unescaped), {url for url in by_page if not url.startswith(("file:///", "data:", "blob:"))}


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt install chromium, or name it in SMS_ANALYTICS_CHROMIUM")
def test_a_browser_opens_the_page_from_a_file(page: str, tmp_path: Path) -> None:
    seen, requests = opened(page, tmp_path)
    assert "Where to start" in seen["overview"]
    assert any("kpi_accounts" in result for result in seen["found"]), seen["found"]
    assert max(seen["painted"], default=0) > 1000, "the lineage is not drawn"
    assert requests == set()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt install chromium, or name it in SMS_ANALYTICS_CHROMIUM")
def test_a_request_to_another_machine_would_be_seen(tmp_path: Path) -> None:
    page = '<html><body><input ng-model="search.query"><img src="http://example.invalid/pixel.png"></body></html>'
    assert opened(page, tmp_path)[1] == {"http://example.invalid/pixel.png"}
