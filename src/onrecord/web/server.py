"""A server on this machine for the pages of one record."""

from __future__ import annotations

import socket
import threading
import webbrowser
from pathlib import Path

import uvicorn

from onrecord.web.app import make_app


def listen(host: str, port: int) -> tuple[socket.socket, str]:
    """A socket that listens, and the address to open. Raises OSError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.create_server((host, port), family=family)
    shown = f"[{host}]" if ":" in host else host
    return sock, f"http://{shown}:{sock.getsockname()[1]}/"


def open_in_browser(address: str) -> None:
    """Open the address once the server has had a moment to start; a machine without a browser is no error."""
    timer = threading.Timer(0.7, webbrowser.open, [address])
    timer.daemon = True
    timer.start()


def run(record: Path, sock: socket.socket, host: str = "127.0.0.1") -> None:
    """Serve until Ctrl-C."""
    name = "*" if host in ("0.0.0.0", "::") else host  # whoever listens on all addresses wants all their names
    config = uvicorn.Config(make_app(record, name), log_level="warning", lifespan="off", ws="none")
    uvicorn.Server(config).run(sockets=[sock])
