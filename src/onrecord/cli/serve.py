"""`onrecord serve`: the pages of a record in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli import options
from onrecord.cli.output import command, say
from onrecord.errors import UsageError
from onrecord.store.record import open_record
from onrecord.web.server import listen, open_in_browser, run


@command("serve", "onrecord serve story.db\nonrecord serve story.db --port 9000 --open")
@options.record
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any free port.")
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
def serve(record: Path, host: str, port: int, show: bool) -> None:
    """Serve the pages of a RECORD on this machine until Ctrl-C. Nothing is sent anywhere.

    Where they are open to this machine alone, people can judge on them (docs/judgements.md); with another --host they
    are for reading.
    """
    open_record(record)  # fail before listening where it is no record
    try:
        socket, address = listen(host, port)
    except OSError as error:
        raise UsageError(f"{host}:{port}: {error.strerror}; choose another --port (0 takes any free one)") from error
    say(f"{record} is served at {address} (Ctrl-C ends it)")
    if show:
        open_in_browser(address)
    run(record, socket, host)
