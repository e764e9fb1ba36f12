"""What a person decides on the pages: forms of this app alone, posted to this machine, applied to the record at once.

A browser says of every form where it comes from (Origin, Sec-Fetch-Site); one from another page is refused, and with it
whatever does not say so. The name of who judges is remembered in a cookie that no script and no other site can read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qsl, quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord import model as m
from onrecord.errors import OnrecordError, UsageError
from onrecord.publish.lookup import Lookup
from onrecord.run import judge as judging

COOKIE = "author"
YEAR = 365 * 24 * 3600
LARGEST = 65_536  # bytes of a form
PAGES = ("story", "statement", "document", "claim", "actor")
WRITING = Lock()  # one judgement at a time


def author(request: Request) -> str:
    """Who judged last in this browser."""
    return unquote(request.cookies.get(COOKIE, ""))


def _same_origin(request: Request) -> bool:
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    site = request.headers.get("sec-fetch-site", "same-origin")
    return request.headers.get("origin") == own and site == "same-origin"


async def _form(request: Request) -> list[tuple[str, str]]:
    """The fields of a form of ours. Raises HTTPException for any other."""
    if not request.app.state.judging:
        raise HTTPException(403, "Judging is off: the pages are open to other machines.")
    if not _same_origin(request):
        raise HTTPException(403, "This form does not come from a page of this record.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413, "The form is too large.")
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


async def judge(request: Request) -> Response:
    """POST /judge: `act` is a kind and ids, `with` the row that a merge puts to them; value.FIELD with what was shown
    in shown.FIELD; note, author, and the page to go back to."""
    fields = dict(await _form(request))
    look: Lookup = request.app.state.held()
    kind, *idents = fields.get("act", "").split() or [""]
    if kind == "merge" and fields.get("with"):
        idents.append(fields["with"])
    given = _changed(fields) if kind in ("fix", "add") else {}
    path: Path = request.app.state.held.path

    def work() -> None:
        with WRITING:
            one = judging.make(
                look.record, kind, idents, given, note=fields.get("note"), author=fields.get("author")
            )
            judging.judge(path, [one])

    return await _done(request, work, fields)


async def undo(request: Request) -> Response:
    """POST /undo: the id of a judgement."""
    fields = dict(await _form(request))
    path: Path = request.app.state.held.path

    def work() -> None:
        with WRITING:
            judging.undo(path, fields.get("id", ""))

    return await _done(request, work, fields)


async def _done(request: Request, work: object, fields: dict[str, str]) -> Response:
    try:
        await run_in_threadpool(work)  # type: ignore[arg-type]  # a function without arguments
    except UsageError as error:
        raise HTTPException(400, str(error)) from error
    except OnrecordError as error:
        raise HTTPException(500, str(error)) from error
    response = RedirectResponse(back(request.app.state.held(), fields.get("back", "")), 303)
    if who := fields.get("author"):
        response.set_cookie(COOKIE, quote(who[:200]), max_age=YEAR, httponly=True, samesite="strict")
    return response


def back(look: Lookup, path: str) -> str:
    """The page from which a form came, if its row is still there, else the list of judgements."""
    kind, _, ident = path.removeprefix("/").partition("/")
    if path == "/":
        return "/"
    rows: dict[str, Sequence[m.Story | m.Statement | m.Document | m.Claim | m.Actor]] = {
        "story": look.record.stories, "statement": look.record.statements, "document": look.record.documents,
        "claim": look.record.claims, "actor": look.record.actors,
    }  # fmt: skip
    there = any(ident == row.id or ident in getattr(row, "former", ()) for row in rows.get(kind, ()))
    return f"/{kind}/{quote(ident)}" if kind in PAGES and there else "/judgements"


def _changed(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that a person changed: a form shows what holds now, and what stays so is given by nobody."""
    given = {name.removeprefix("value."): v.strip() for name, v in fields.items() if name.startswith("value.")}
    return {name: v for name, v in given.items() if v != fields.get(f"shown.{name}", "").strip()}
