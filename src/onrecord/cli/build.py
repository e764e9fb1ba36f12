"""`onrecord build`: files, folders and addresses to a record."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord import settings as settings_module
from onrecord.cli import options
from onrecord.cli.output import DONE_WITH_GAPS, Reporter, command, say
from onrecord.model import Record
from onrecord.run.build import FAILED, Built
from onrecord.run.build import build as build_record


@command(
    "build",
    """
onrecord build clippings -o story.db          a folder of saved pages and text dumps
onrecord build a.html b.pdf more.jsonl -o story.db
onrecord build https://harbour.example/2031/ferry https://pier.example/feed.xml -o story.db
onrecord build library.json --fetch -o story.db
onrecord build clippings -o story.db          again: only what is new or changed is read
onrecord build today.jsonl --add -o story.db  what arrives later, beside what is in the record
""",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str), metavar="PATH...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("record.db"), show_default=True,
    help="The record: one SQLite file, made or renewed.",
)  # fmt: skip
@click.option("--add", is_flag=True, help="Keep what is in the record beside PATH...; without it they are all of it.")
@click.option("--fetch", is_flag=True, default=None, help="Fetch the addresses in lists, feeds and libraries too.")
@options.model
@options.producer
@options.clean
@options.workers
@options.settings
@options.quiet
@click.pass_context
def build(  # noqa: PLR0913, PLR0917  # one parameter for each option of the command
    ctx: click.Context,
    paths: tuple[str, ...],
    output: Path,
    add: bool,
    fetch: bool | None,
    model: str | None,
    producer: str | None,
    clean: str | None,
    workers: int | None,
    settings_file: Path | None,
    quiet: bool,
) -> None:
    """Build the record of all articles in PATH...: files, folders, archives and web addresses.

    Saved pages (HTML, MHTML, webarchive), text dumps, JSON lines, PDF, DOCX, e-mail, feeds, WARC, WACZ and ZIP are told
    by their content. An address is fetched politely; those in OPML, CSL-JSON, bookmarks and lists only with --fetch.
    A table sources.csv beside the files says what they do not say themselves.

    A file that cannot be read is listed in the record with its reason and never stops the rest.
    """
    settings = settings_module.load(
        settings_file, fetch=fetch, model=model, producer=producer, clean=clean, workers=workers
    )
    with Reporter(quiet) as report:
        built = build_record(paths, output, settings, lambda p: report(p.step, p.done, p.total), add=add)
    for line in summary(built, output):
        say(line, quiet)
    ctx.exit(DONE_WITH_GAPS if built.record.rejected or _failed(built.record) else 0)


def summary(built: Built, output: Path) -> list[str]:
    """What was built, in a few lines."""
    r = built.record
    outlets = len({d.outlet for d in r.documents if d.outlet})
    open_speakers = sum(a.speaker is None for a in r.attributions)
    kept = f", {built.kept} kept from the last build" if built.kept else ""
    lines = [
        f"{output}: {_n(len(r.documents), 'article')} of {_n(outlets, 'outlet')}"
        f" in {_n(len(r.stories), 'story', 'stories')} ({_n(built.read, 'page')} read{kept})",
        f"  {_n(len(r.statements), 'statement')} in {_n(len(r.attributions), 'attribution')}"
        f" ({open_speakers} with no speaker that is certain), {_n(len(r.unattributed), 'quotation')} without a source",
        f"  {_n(len(r.claims), 'claim')}, {_n(len(r.differences), 'difference')},"
        f" {_n(sum(c.relation != 'same_quote_only' for c in r.copies), 'copy', 'copies')}",
    ]
    if failed := _failed(r):
        lines.append(f"  {_n(failed, 'article')} for which the producer failed (flagged; the next build asks again)")
    if r.rejected:
        lines.append(f"  {_n(len(r.rejected), 'file')} not read:")
        lines += [f"    {x.path}: {x.reason}" for x in r.rejected[:5]]
        if len(r.rejected) > 5:
            lines.append(f"    and {len(r.rejected) - 5} more: onrecord show {output} rejected")
    return lines


def _failed(record: Record) -> int:
    """In how many documents another producer of attributions gave nothing, so that the model alone found them."""
    return sum(any(flag.startswith(FAILED) for flag in d.flags) for d in record.documents)


def _n(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
