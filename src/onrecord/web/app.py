"""The pages of a record: server-rendered, no request leaves the machine, every table has a JSON and CSV twin."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, get_args

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from onrecord.errors import OnrecordError
from onrecord.model import Actor, ActorKind, Claim, DifferenceClass, Direction, Statement, Story
from onrecord.publish.lookup import Lookup, look_up
from onrecord.publish.story import story_page
from onrecord.publish.tables import TABLES, chain, days, moment, origins, table
from onrecord.publish.why import sentence, why
from onrecord.run.values import FIX
from onrecord.store.record import connect, open_record, search
from onrecord.web import judging
from onrecord.web.judging import author as judged_by
from onrecord.web.views import MOST, Choice, actor_view, claim_view, document_view, statement_view

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'"
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")
HITS = 60  # passages that a search shows


R = TypeVar("R")


class _MovedError(Exception):
    """The row has gone over into another, whose page is at the address given."""


class Held:
    """The record as it was last read; read anew when its file changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stamp = 0
        self.look: Lookup | None = None

    def __call__(self) -> Lookup:
        stamp = self.path.stat().st_mtime_ns
        if self.look is None or stamp != self.stamp:
            self.look, self.stamp = look_up(open_record(self.path)), stamp
        return self.look


def make_app(record: Path, host: str = "127.0.0.1") -> Starlette:
    """The application over one record file. It answers under the names of this machine and `host` alone, so that no
    page elsewhere can read it by pointing a name of its own here (DNS rebinding). Where it is open to this machine
    alone, people can judge on its pages."""
    static = StaticFiles(directory=str(files("onrecord.web") / "static"))
    app = Starlette(
        routes=[
            Route("/", home),
            Route("/story/{id}", story),
            Route("/statement/{id}", statement),
            Route("/document/{id}", document),
            Route("/search", find),
            Route("/why/{id}", path_of),
            Route("/table/{name}", show_table),
            Route("/claim/{id}", claim),
            Route("/actor/{id}", actor),
            Route("/judgements", judgements),
            Route("/judge", judging.judge, methods=["POST"]),
            Route("/undo", judging.undo, methods=["POST"]),
            Mount("/static", static, name="static"),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]", host.strip("[]")]),
            Middleware(BaseHTTPMiddleware, dispatch=_headers),
        ],
        exception_handlers={HTTPException: _not_found, OnrecordError: _failed, _MovedError: _moved},
    )
    app.state.held = Held(record)
    app.state.judging = host.strip("[]") in LOOPBACK
    app.state.pages = _environment()
    return app


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onrecord.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(
        days=days, moment=moment, chain=chain, origins=origins, tables=TABLES, sentence=sentence, fix=FIX,
        classes=get_args(DifferenceClass), kinds=get_args(ActorKind), directions=get_args(Direction),
    )  # fmt: skip
    return environment


async def _headers(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call(request)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"  # a form says where it comes from
    return response


def _page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    look = values.pop("look", None)
    asks = request.app.state.judging and look is not None
    shown = request.app.state.pages.get_template(template).render(
        look=look, path=request.url.path, judging=asks, author=judged_by(request), status=status, **values
    )
    return HTMLResponse(shown, status_code=status)


async def _not_found(request: Request, error: Exception) -> Response:
    detail = error.detail if isinstance(error, HTTPException) else str(error)
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _page(request, "error.html", status, message=detail)


async def _moved(_request: Request, error: Exception) -> Response:
    return RedirectResponse(str(error), 301)


async def _failed(request: Request, error: Exception) -> Response:
    return _page(request, "error.html", 500, message=str(error))


def _look(request: Request) -> Lookup:
    held: Held = request.app.state.held
    return held()


async def home(request: Request) -> Response:
    """The one story of a record, or the list of its stories, the most reported first."""
    look = _look(request)
    stories = sorted(look.record.stories, key=lambda s: (-len(s.documents), s.title or "", s.id))
    if sum(len(s.documents) > 1 for s in stories) == 1 or len(stories) == 1:
        return _story(request, look, stories[0], stories[1:])
    return _page(request, "stories.html", look=look, stories=stories)


def _story(request: Request, look: Lookup, held: Story, others: list[Story]) -> Response:
    join = [Choice(s.id, s.title or s.id) for s in look.record.stories if s.id != held.id][:MOST]
    page = story_page(look, held)
    return _page(request, "story.html", look=look, page=page, others=others, others_to_join=join)


def _row(
    request: Request, sort: str, known: Mapping[str, R], rows: Iterable[Story | Statement | Claim | Actor] = ()
) -> R:
    """The row that the address names; `rows` of its sort may have it as a former id.

    Raises _MovedError where the row has gone over into another, HTTPException where there is none.
    """
    wanted = request.path_params["id"]
    if wanted in known:
        return known[wanted]
    for row in rows:
        if wanted in row.former:
            raise _MovedError(f"/{sort}/{row.id}")
    raise HTTPException(404, f"There is no {sort} {wanted} in this record.")


async def story(request: Request) -> Response:
    look = _look(request)
    stories = look.record.stories
    return _story(request, look, _row(request, "story", {s.id: s for s in stories}, stories), [])


async def statement(request: Request) -> Response:
    look = _look(request)
    held = _row(request, "statement", look.statements, look.record.statements)
    return _page(request, "statement.html", look=look, view=statement_view(look, held))


async def document(request: Request) -> Response:
    look = _look(request)
    held = _row(request, "document", look.documents)
    return _page(request, "document.html", look=look, view=document_view(look, held))


async def claim(request: Request) -> Response:
    look = _look(request)
    held = _row(request, "claim", look.claims, look.record.claims)
    return _page(request, "claim.html", look=look, view=claim_view(look, held))


async def actor(request: Request) -> Response:
    look = _look(request)
    held = _row(request, "actor", look.actors, look.record.actors)
    return _page(request, "actor.html", look=look, view=actor_view(look, held))


async def judgements(request: Request) -> Response:
    """What people decided, what became of it, and names that wait to be judged."""
    look = _look(request)
    became = {o.judgement: o for o in look.record.outcomes}
    return _page(request, "judgements.html", look=look, became=became)


async def find(request: Request) -> Response:
    look = _look(request)
    query = request.query_params.get("q", "").strip()
    with connect(request.app.state.held.path) as db:
        hits = search(db, query, HITS)
    return _page(request, "search.html", look=look, query=query, hits=hits, most=HITS)


async def path_of(request: Request) -> Response:
    look = _look(request)
    try:
        lines = why(look, request.path_params["id"])
    except OnrecordError as error:
        raise HTTPException(404, str(error)) from error
    return _page(request, "why.html", look=look, ident=request.path_params["id"], lines=lines)


async def show_table(request: Request) -> Response:
    """`/table/NAME` as a page, `/table/NAME.json` and `/table/NAME.csv` as data."""
    look = _look(request)
    name, _, form = request.path_params["name"].partition(".")
    if name not in TABLES or form not in ("", "json", "csv"):
        raise HTTPException(404, f"There is no table {request.path_params['name']}.")
    rows = table(look, name)
    if form == "json":
        return Response(rows.as_json(), media_type="application/json")
    if form == "csv":
        named = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(rows.as_csv(), media_type="text/csv; charset=utf-8", headers=named)
    return _page(request, "table.html", look=look, table=rows)
