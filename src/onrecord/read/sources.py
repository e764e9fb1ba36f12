"""`sources.csv` beside the files: what the user says of each, over what the pages say of themselves.

Columns, by name and in any order: file, and any of url, outlet, published, archive_url, title, authors (with `;`
between names). `file` is a path relative to the table, with `/`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from io import StringIO

from onrecord.errors import UnreadableError
from onrecord.model import Given, Page, Rejected
from onrecord.read.encoding import decode

NAME = "sources.csv"
COLUMNS = frozenset({"file", "url", "outlet", "published", "archive_url", "title", "authors"})
ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)


@dataclass(slots=True)
class Table:
    """The rows of a table by file, what is wrong with it, and which rows were used."""

    rows: dict[str, tuple[str, Given]]
    wrong: list[Rejected]
    used: set[str] = field(default_factory=set)

    def applied(self, page: Page, file: str, inside: str) -> Page:
        """`page` of `file` with what the table says of it. `inside` is the page's own path below the table; where it
        has a row, that is taken. A row for a file of many pages gives the outlet and the day to all, no address."""
        for name, alone in ((inside, True), (file, inside == file)):
            row = self.rows.get(name)
            if row is None:
                continue
            self.used.add(name)
            given = row[1] if alone else Given(outlet=row[1].outlet, published=row[1].published)
            return replace(page, given=over(page.given, given), url=given.url or page.url)
        return page

    def left_over(self) -> list[Rejected]:
        """What is wrong with the table: unreadable rows, and rows that no file was read for."""
        unused = [
            Rejected(place, f"the row names {name}, which was not read")
            for name, (place, _) in self.rows.items()
            if name not in self.used
        ]
        return self.wrong + unused


def over(given: Given, row: Given) -> Given:
    """What is given with a page already (on its own JSON line) goes before the row of a table."""
    kept = given if given.id is not None else Given(archive_url=given.archive_url)
    first, second = (kept, row) if given.id is not None else (row, kept)
    return Given(
        id=given.id,
        url=first.url or second.url,
        outlet=first.outlet or second.outlet,
        title=first.title or second.title,
        authors=first.authors if first.authors is not None else second.authors,
        published=first.published or second.published,
        archive_url=first.archive_url or second.archive_url,
    )


def read_table(data: bytes, name: str) -> Table:
    """The table in the file `name`. Raises UnreadableError where it is no table with a column `file`."""
    text = decode(data).lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    table = Table({}, [])
    try:
        head = [cell.strip().lower() for cell in next(lines, [])]
        if "file" not in head:
            raise UnreadableError("the table of sources has no column `file` in its first line")
        for cells in lines:
            place = f"{name}:{lines.line_num}"
            row = {column: cell.strip() for column, cell in zip(head, cells, strict=False) if column in COLUMNS}
            if any(row.values()):
                _add(table, row, place)
    except csv.Error as error:
        raise UnreadableError(f"the table of sources cannot be read at line {lines.line_num}: {error}") from error
    return table


def _add(table: Table, row: dict[str, str], place: str) -> None:
    file = row.get("file", "").replace("\\", "/").removeprefix("./")
    if not file:
        table.wrong.append(Rejected(place, "the row names no file"))
    elif file in table.rows:
        table.wrong.append(Rejected(place, f"the row names {file} again; the first row is taken"))
    else:
        for column in ("url", "archive_url"):
            if row.get(column) and not ADDRESS.match(row[column]):
                table.wrong.append(Rejected(place, f"{column} is not a web address: {row.pop(column)[:200]}"))
        authors = tuple(name.strip() for name in row.get("authors", "").split(";") if name.strip())
        given = Given(
            url=row.get("url") or None,
            outlet=row.get("outlet") or None,
            title=row.get("title") or None,
            authors=authors or None,
            published=row.get("published") or None,
            archive_url=row.get("archive_url") or None,
        )
        table.rows[file] = (place, given)
