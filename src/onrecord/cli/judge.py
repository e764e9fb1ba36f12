"""`onrecord judge`: what people decide about rows of a record."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from onrecord.cli import options
from onrecord.cli.output import DONE_WITH_GAPS, Reporter, command, print_table, say
from onrecord.errors import UsageError
from onrecord.model import Judgement, Record
from onrecord.publish.lookup import look_up
from onrecord.publish.tables import table
from onrecord.run import judge as judging
from onrecord.store.record import open_record

ACTIONS = (*judging.KINDS, "list", "undo", "apply", "export")
AUTHOR = "ONRECORD_AUTHOR"


@command(
    "judge",
    """
onrecord judge story.db merge p-1f2e p-90ab              two actors are one
onrecord judge story.db split s-77fe a-519c              this attribution is not of that statement
onrecord judge story.db reject x-f1ca --note "a misprint, not another name"
onrecord judge story.db fix a-442d --value speaker="Ada Renholt" --value said=2031-05-20
onrecord judge story.db add d-3fe7 --value content=48:99 --value source=106:136
onrecord judge story.db list                             what was decided, and what became of it
onrecord judge story.db undo j-8c41
onrecord judge story.db export > mine.jsonl
onrecord judge story.db apply mine.jsonl                 judgements of somebody else
""",
)
@options.record
@click.argument("action", type=click.Choice(ACTIONS), metavar="ACTION")
@click.argument("targets", nargs=-1, metavar="[TARGET...]")
@click.option("--value", "given", multiple=True, metavar="FIELD=VALUE", help="For fix and add: what holds instead.")
@click.option("--note", help="Why, in your own words.")
@click.option("--author", help=f"Who judges; without it ${AUTHOR}, if that is set.")
@click.option("--format", "form", type=click.Choice(["json", "csv"]), help="list: the rows for a program.")
@options.quiet
@click.pass_context
def judge(  # noqa: PLR0913, PLR0917  # one parameter for each option of the command
    ctx: click.Context,
    record: Path,
    action: str,
    targets: tuple[str, ...],
    given: tuple[str, ...],
    note: str | None,
    author: str | None,
    form: str | None,
    quiet: bool,
) -> None:
    """Decide about rows of a RECORD: ACTION is merge, split, reject, fix or add, with the ids of the rows.

    What a person decides wins over what was found, is stored apart from it, and survives every later build; the
    latest of two that contradict each other wins. list shows all judgements and what became of them, undo takes one
    back, export prints them for other people, apply takes over a file of theirs. docs/judgements.md has it all.
    """
    if action == "list":
        _list(open_record(record), form)
        return
    if action == "export":
        sys.stdout.buffer.write(judging.written(open_record(record).judgements))
        return
    made: tuple[Judgement, ...]
    with Reporter(quiet) as report:
        if action == "undo":
            _needs(targets, "undo", "the id of a judgement")
            after, one = judging.undo(record, targets[0], lambda p: report(p.step, p.done, p.total))
            say(f"{one.id}: taken back ({one.kind} {one.target})", quiet)
            return
        if action == "apply":
            _needs(targets, "apply", "a file that `onrecord judge RECORD export` printed")
            made = tuple(judging.read(Path(targets[0])))
        else:
            fields = dict(_field(text) for text in given)
            who = author or os.environ.get(AUTHOR)
            made = (judging.make(open_record(record), action, targets, fields, note=note, author=who),)
        after = judging.judge(record, made, lambda p: report(p.step, p.done, p.total))
    ctx.exit(_told(after, made, quiet))


def _needs(targets: tuple[str, ...], action: str, what: str) -> None:
    if len(targets) != 1:
        raise UsageError(f"{action} needs {what}")


def _field(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        raise UsageError(f"--value {text}: it is FIELD=VALUE, as in --value speaker='Ada Renholt'")
    return name.strip(), value.strip()


def _told(after: Record, made: tuple[Judgement, ...], quiet: bool) -> int:
    """A line for each judgement; the exit code says whether one of them could not be applied."""
    became = {o.judgement: o for o in after.outcomes}
    gaps = False
    for one in made:
        outcome = became[one.id]
        gaps |= outcome.state in ("not_applied", "overruled")
        state = outcome.state.replace("_", " ")
        why = f": {outcome.reason}" if outcome.reason else ""
        against = f" ({', '.join(outcome.against)})" if outcome.against else ""
        say(f"{one.id}: {one.kind} {' '.join(t.id for t in one.targets)}: {state}{why}{against}", quiet)
    return DONE_WITH_GAPS if gaps else 0


def _list(held: Record, form: str | None) -> None:
    rows = table(look_up(held), "judgements")
    if form == "json":
        click.echo(rows.as_json())
    elif form == "csv":
        sys.stdout.buffer.write(rows.as_csv().encode())
    else:
        print_table(rows, None)
