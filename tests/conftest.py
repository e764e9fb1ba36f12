"""What several tests share: the example's record, built once by the installed command, and a page in Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
import uvicorn

from onrecord.publish.lookup import Lookup, look_up
from onrecord.store.record import open_record
from onrecord.web.app import make_app
from onrecord.web.server import listen

# In CI the properties are tried on the same examples each time; elsewhere on new ones, which is where faults are found.
hypothesis.settings.register_profile("ci", derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "default")

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "examples" / "pages"
COMMAND = str(Path(sys.executable).parent / "onrecord")
SANDBOX = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def run(*arguments: str | Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """The installed command as a user runs it, without a terminal."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)], input=stdin, capture_output=True, env=os.environ | {"CI": "true"} | env,
        check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the bundled example."""
    record = tmp_path_factory.mktemp("example") / "example.db"
    done = run("build", PAGES, "-o", record)
    assert done.returncode == 0, done.stderr.decode()
    return record


@pytest.fixture(scope="session")
def look(example: Path) -> Lookup:
    return look_up(open_record(example))


@contextmanager
def served(record: Path) -> Iterator[str]:
    """The pages of a record, served on loopback: their address."""
    socket, at = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(make_app(record), log_level="warning", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    yield at.rstrip("/")
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def address(example: Path) -> Iterator[str]:
    """The pages of the example, served on loopback."""
    with served(example) as at:
        yield at


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium; without one the page tests are skipped, or fail where CI asks for them."""
    found = os.environ.get("ONRECORD_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("ONRECORD_NEEDS_BROWSER"):
            pytest.fail("the page tests need Chromium and there is none")
        pytest.skip("no Chromium on this machine (on Debian: apt-get install chromium)")
    return found


