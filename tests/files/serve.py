"""The example's pages as web sites: what the programs of make.sh save. `serve.py PORT`, for names ending in .example.

A page gets what a live page has and a saved one needs not: a style sheet, a picture, a script and a frame.
"""

from __future__ import annotations

import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGES = Path(__file__).resolve().parents[2] / "src" / "onrecord" / "example"
ROUTES = {
    "www.lindalgazette.example/news/halden-tunnel-stays-shut": "02-lindal-gazette.html",
    "www.dailycomet.example/news/tunnel-of-rage": "03-daily-comet.html",
    "www.radiobelmark.example/news/halden-tunnel-weekly-reports": "04-radio-belmark.html",
    "www.alpinetrade.example/freight/halden-cracks": "06-alpine-trade.html",
    "www.valleyecho.example/village/feed-them-all": "08-valley-echo.html",
}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d4944415478da63646060f80f0001050101e5b3c9a70000000049454e44ae426082"
)
HEAD = '<link rel="stylesheet" href="/site.css"><script src="/site.js"></script>'
FOOT = '<img src="/logo.png" alt=""><iframe src="/frame.html" title="Advertisement"></iframe>'
ASSETS = {
    "/site.css": ("text/css", b"body{font-family:serif;background:url(/logo.png)}nav li{display:inline}"),
    "/site.js": ("text/javascript", b"document.addEventListener('click', function (e) { console.log(e.target); });"),
    "/logo.png": ("image/png", PICTURE),
    "/frame.html": ("text/html", b"<!DOCTYPE html><html><body><p>Snow tyres at half the price, said nobody.</p>"),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = re.sub(r"\Ahttp://[^/]+", "", self.path)
        page = ROUTES.get(self.headers.get("Host", "").partition(":")[0] + path)
        status, kind, body = 200, "text/html; charset=utf-8", b""
        if page:
            html = (PAGES / page).read_text("utf-8")
            html = html.replace("</head>", HEAD + "</head>").replace("</body>", FOOT + "</body>")
            body = re.sub(r"<!-- saved from url[^>]*-->\s*", "", html).encode()
        elif path == "/feed.xml":
            kind, body = "application/atom+xml", (Path(__file__).parent / "feed" / "feedgen.xml").read_bytes()
        elif path in ASSETS:
            kind, body = ASSETS[path]
        elif path.endswith((".jpg", ".ico")):
            kind, body = "image/png", PICTURE
        else:
            status, kind, body = 404, "text/plain", b"not found"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Handler).serve_forever()
