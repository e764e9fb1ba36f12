"""PDF, DOCX and mails, as real programs write them: paragraphs and title, or a clear reason."""

from __future__ import annotations

import quopri
import subprocess
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from conftest import SANDBOX
from onrecord.clean import clean
from onrecord.model import Page
from onrecord.settings import Settings
from test_formats import BODY, HTML, damaged, judged, one, put, reason, zipped

SENTENCES = (
    "The ferry to Ostholm will stop for three weeks while its hull is mended, said Mira Lund, the operator's head.",
    "She told passengers on Tuesday that buses would run from the northern pier in its place until the end of May.",
    "A spokesman for the islanders, Ole Brandt, said that nobody had asked them and that the plan was unacceptable.",
    "The operator's long-term contract ends in autumn. Its long-term successor has not been named, the council said.",
)


# -------------------------------------------------------------------------------------------- PDF
def pdf(pages: list[str], *, compress: bool = True, trailer: str = "", title: str = "") -> bytes:
    """A PDF of content streams with Times (F1) and Times bold (F2)."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Bold/Encoding/WinAnsiEncoding>>",
        f"<</Producer(test)/Title({title})>>",
    ]
    streams: list[bytes | str] = [*objects]
    for n, content in enumerate(pages):
        data = content.encode("cp1252")
        packed = zlib.compress(data) if compress else data
        filters = "/Filter/FlateDecode" if compress else ""
        fonts = "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        streams.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{fonts}/Contents {7 + 2 * n} 0 R>>")
        streams.append(f"<</Length {len(packed)}{filters}>>stream\n".encode() + packed + b"\nendstream")
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, held in enumerate(streams, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (held.encode() if isinstance(held, str) else held) + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer<</Size {len(places) + 1}/Root 1 0 R/Info 5 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(out)


def shown(text: str, x: float, y: float, size: float = 10, font: str = "F1") -> str:
    safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {y} Td ({safe}) Tj ET\n"


def kerned(text: str, x: float, y: float, size: float = 10) -> str:
    """As TeX sets it: words as pieces with moves between them and no spaces."""
    words = " ".join(f"({word})-333" for word in text.split())
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm [{words}]TJ ET\n"


def wrapped(text: str, width: int, *, hyphenate: bool = True) -> list[str]:
    """Lines of a column, with the last word of each broken where it does not fit."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 <= width:
            line = f"{line} {word}".strip()
        elif hyphenate and word.isalpha() and len(word) > 6 and width - len(line) > 4:
            lines.append(f"{line} {word[:3]}-")
            line = word[3:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def set_column(paragraphs: list[list[str]], x: float, top: float, put_line: Callable[..., str]) -> str:
    out = ""
    for paragraph in paragraphs:
        for line in paragraph:
            out += put_line(line, x, top)
            top -= 12
        top -= 8
    return out


def in_two_columns() -> str:
    paragraphs = [wrapped(sentence, 46) for sentence in SENTENCES]
    page = shown("Islanders angry as ferry stops", 60, 780, 24, "F2") + shown("By Mira Lund", 60, 755)
    return page + set_column(paragraphs[:2], 60, 730, kerned) + set_column(paragraphs[2:], 310, 730, kerned)


def line_by_line() -> str:
    """Two columns drawn across, one line of each in turn."""
    left = [line for sentence in SENTENCES[:2] for line in wrapped(sentence, 40)]
    right = [line for sentence in SENTENCES[2:] for line in wrapped(sentence, 40)]
    page = shown("Islanders angry as ferry stops", 60, 780, 24, "F2")
    for n in range(max(len(left), len(right))):
        for x, lines in ((60, left), (320, right)):
            page += shown(lines[n], x, 740 - 12 * n) if n < len(lines) else ""
    return page


def with_headers() -> list[str]:
    """Three pages with a running head, a foot and page numbers; a sentence goes over the end of the page."""
    lines = [line for sentence in SENTENCES for line in wrapped(sentence, 80, hyphenate=False)]
    pages = []
    for n, part in enumerate((lines[:3], lines[3:5], lines[5:])):
        page = shown("The Harbour Post - Archive", 60, 810, 9) + shown("All rights reserved", 60, 30, 9)
        page += shown(f"Page {n + 1} of 3", 480, 30, 9)
        page += shown("Islanders angry as ferry stops", 60, 780, 20, "F2") if n == 0 else ""
        pages.append(page + "".join(shown(line, 60, 740 - 12 * k, 11) for k, line in enumerate(part)))
    return pages


@pytest.mark.parametrize("pages", [[in_two_columns()], [line_by_line()], with_headers()], ids=["tex", "across", "word"])
def test_pdf(tmp_path: Path, pages: list[str]) -> None:
    page = one(put(tmp_path, "a.pdf", pdf(pages)))
    text = page.data.decode().replace("&#x27;", "'")
    assert "<title>Islanders angry as ferry stops</title>" in text
    assert "<h1>Islanders angry as ferry stops</h1>" in text
    flat = " ".join(text.replace("</p>\n<p>", " ").split())
    for sentence in SENTENCES:
        assert sentence in flat
    assert flat.index(SENTENCES[0]) < flat.index(SENTENCES[1]) < flat.index(SENTENCES[2]) < flat.index(SENTENCES[3])
    assert "rights reserved" not in text
    assert "Page 2" not in text
    assert "Harbour Post" not in text


def test_a_running_head_that_repeats_the_headline_leaves_the_headline(tmp_path: Path) -> None:
    pages = [page.replace("The Harbour Post - Archive", "Islanders angry as ferry stops") for page in with_headers()]
    text = one(put(tmp_path, "a.pdf", pdf(pages))).data.decode()
    assert text.count("Islanders angry") == 2  # in the title and in the headline
    assert "<h1>Islanders angry as ferry stops</h1>" in text


def test_items_of_a_list_stay_whole(tmp_path: Path) -> None:
    lines = ["The council asked for things, it said:", "-", "that buses run until the end of May, at no", "charge;"]
    page = shown("Islanders angry as ferry stops", 60, 780, 24, "F2") + shown(lines[0], 60, 740)
    for n in range(4):
        top = 720 - 24 * n
        page += shown(lines[1], 72, top) + shown(lines[2], 84, top) + shown(lines[3], 84, top - 12)
    text = one(put(tmp_path, "a.pdf", pdf([page]))).data.decode()
    assert text.count("<p>- that buses run until the end of May, at no charge;</p>") == 4


def test_paragraphs_of_a_pdf_stay_apart(tmp_path: Path) -> None:
    text = one(put(tmp_path, "a.pdf", pdf([in_two_columns()], compress=False))).data.decode()
    assert text.count("<p>") == 5
    document = clean(one(tmp_path / "a.pdf"), Settings())
    assert (document.title, document.authors) == ("Islanders angry as ferry stops", ("Mira Lund",))


def test_a_pdf_printed_by_chromium(tmp_path: Path, chromium: str) -> None:
    source = put(tmp_path, "a.html", HTML.replace("<body>", "<body style='column-count: 2; text-align: justify'>"))
    out = tmp_path / "a.pdf"
    subprocess.run(
        [chromium, "--headless", *SANDBOX, f"--user-data-dir={tmp_path}/p", f"--print-to-pdf={out}", source.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = one(out).data.decode()
    assert text.startswith("Ferry to Ostholm stops\n\n")
    assert "said Mira Lund, the operator’s head. She told passengers" in text
    assert "file://" not in text
    assert "1/1" not in text


def test_pdfs_that_are_not_read_have_a_reason(tmp_path: Path) -> None:
    assert "a scan" in reason(put(tmp_path, "a.pdf", pdf(["0 0 595 842 re f\n"] * 3)))
    whole = pdf([in_two_columns()])
    assert "damaged" in reason(put(tmp_path, "b.pdf", b"%PDF-1.7\n" + bytes(300)))
    found = reason(put(tmp_path, "c.pdf", whole[:300]))
    assert "damaged" in found or "a scan" in found
    keys = f"/O({'o' * 32})/U({'u' * 32})"
    locked = f"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44{keys}>>/ID[<00><00>]"
    assert "encrypted" in reason(put(tmp_path, "d.pdf", pdf([in_two_columns()], trailer=locked)))


# ------------------------------------------------------------------------------------------- DOCX
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator></cp:coreProperties>'
)


def docx(body: str, names: str = W, style: tuple[str, str] = ("Heading1", "heading 1"), core: str = "") -> bytes:
    styles = f'<w:styles {names}><w:style w:styleId="{style[0]}"><w:name w:val="{style[1]}"/></w:style></w:styles>'
    return zipped({
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<?xml version="1.0"?><w:document {names}><w:body>{body}</w:body></w:document>',
        "word/styles.xml": styles,
        "docProps/core.xml": core or CORE.format("", ""),
    })  # fmt: skip


def heading(text: str, style: str = "Heading1") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def paragraph(text: str) -> str:
    """Cut into runs in the middle of a word, with a deletion and an insertion, as Word keeps changes."""
    middle = len(text) // 2
    gone = "<w:del><w:r><w:delText>GONE</w:delText></w:r></w:del>"
    first = f'<w:r><w:t xml:space="preserve">{text[:middle]}</w:t></w:r>'
    return f"<w:p>{first}{gone}<w:ins><w:r><w:t>{text[middle:]}</w:t></w:r></w:ins></w:p>"


PRODUCERS = {
    "word": docx(heading("Ferry stops") + "".join(map(paragraph, SENTENCES)), core=CORE.format("", "Mira Lund")),
    "word in german, strict": docx(
        heading("Ferry stops", "berschrift1") + "".join(map(paragraph, SENTENCES)), STRICT, ("berschrift1", "heading 1")
    ),
    "google docs": docx(
        "".join(f"<w:p><w:r><w:t>{s}</w:t></w:r></w:p>" for s in SENTENCES), core=CORE.format("Ferry stops", "")
    ),
}


@pytest.mark.parametrize("producer", PRODUCERS)
def test_docx(tmp_path: Path, producer: str) -> None:
    page = one(put(tmp_path, "a.docx", PRODUCERS[producer]))
    text = page.data.decode().replace("&#x27;", "'")
    assert "<title>Ferry stops</title>" in text
    assert [f"<p>{sentence}</p>" in text for sentence in SENTENCES] == [True] * 4
    assert "GONE" not in text
    assert clean(page, Settings()).title == "Ferry stops"


def test_docx_without_text_or_with_a_bomb_has_a_reason(tmp_path: Path) -> None:
    assert "no text" in reason(put(tmp_path, "a.docx", docx("<w:p/>")))
    assert "damaged" in reason(put(tmp_path, "b.docx", docx("<w:p>")))
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = zipped({"word/document.xml": f"{bomb}<w:document {W}><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>"})
    assert "no text" in reason(put(tmp_path, "c.docx", data))


# ------------------------------------------------------------------------------------------- mails
def mail(html: str, text: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    defaults = {
        "From": "The Harbour Post <news@harbour.example>",
        "To": "reader@inbox.example",
        "Subject": "Fähre nach Ostholm fällt aus",
        "Date": "Wed, 02 Apr 2031 08:15:30 +0200",
        "Message-ID": "<1@harbour.example>",
    }
    for name, value in (defaults | headers).items():
        message[name.replace("_", "-")] = value
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


GMAIL = "Delivered-To: reader@inbox.example\r\nReceived: by 2002:a05:6402:: with SMTP id x\r\n Wed, 2 Apr 2031\r\n"
OUTLOOK = f"""From: News <news@harbour.example>
To: reader@inbox.example
Subject: =?iso-8859-1?Q?F=E4hre_nach_Ostholm_f=E4llt_aus?=
Date: Wed, 2 Apr 2031 06:15:30 +0000
MIME-Version: 1.0
X-Unsent: 0
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

{quopri.encodestring(('<html><head><style>p {margin:0}</style></head><body><div class=WordSection1>'
 + BODY.replace('<p>', '<p class=MsoNormal>') + '<p>Größe</p></div></body></html>').encode('cp1252')).decode()}
"""
FLOWED = "".join(s.replace(" ", " \n", 9).replace(" \n", " ", 5) + "\n\n" for s in SENTENCES)
APPLE = f"""From: Ann <ann@inbox.example>
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: 8bit
Mime-Version: 1.0 (Mac OS X Mail 16.0)
Subject: Fwd: Ferry
Date: Wed, 2 Apr 2031 08:15:30 +0200
To: bob@inbox.example

{FLOWED}-- 
Ann
"""  # noqa: W291  # the mark before a signature ends in a space


def test_mails_of_three_programs(tmp_path: Path) -> None:
    gmail = GMAIL.encode() + mail(HTML, "The text.", List_Unsubscribe="<https://harbour.example/u>").as_bytes()
    page = one(put(tmp_path, "gmail.eml", gmail))
    document = clean(page, Settings())
    assert page.fetched_at == "2031-04-02T08:15:30+02:00"
    assert "said Mira Lund, the operator’s head" in document.text
    assert document.published.value is not None
    assert document.published.value.startswith("2031-04-02")
    outlook = one(put(tmp_path, "outlook.eml", OUTLOOK.replace("\n", "\r\n")))
    assert "<title>Fähre nach Ostholm fällt aus</title>" in outlook.data.decode()
    assert "Größe" in outlook.data.decode()
    apple = one(put(tmp_path, "apple.eml", APPLE)).data.decode().replace("&#x27;", "'")
    assert [f"<p>{sentence}</p>" in apple for sentence in SENTENCES] == [True] * 4
    assert "<title>Ferry</title>" in apple
    assert "published_time" not in apple


def teaser(n: int) -> str:
    return (
        f'<tr><td><h2><a href="https://harbour.example/{n}">The council decides on pier {n}</a></h2>'
        f"<p>The council decided on pier {n} after a long night.</p>"
        f'<a href="https://harbour.example/{n}">Read more</a></td></tr>'
    )


def test_a_newsletter_of_several_articles_is_refused(tmp_path: Path) -> None:
    html = f"<html><body><table>{''.join(map(teaser, range(5)))}</table></body></html>"
    assert "several articles (5" in reason(put(tmp_path, "a.eml", mail(html, "").as_bytes()))
    text = "\n\n".join(f"The council decides on pier {n}.\nIt met.\nhttps://harbour.example/{n}" for n in range(4))
    assert "several articles (4" in reason(put(tmp_path, "b.eml", mail("", text).as_bytes()))
    more = "".join(map(teaser, range(4)))
    after = f"<html><body>{BODY * 3}<h3>Also in the news</h3><table>{more}</table></body></html>"
    assert isinstance(one(put(tmp_path, "c.eml", mail(after, "").as_bytes())), Page)


def test_mails_without_text_have_a_reason(tmp_path: Path) -> None:
    carrier = mail("", "")
    carrier.add_attachment(mail(HTML, "x"))
    assert "another mail" in reason(put(tmp_path, "a.eml", carrier.as_bytes()))
    assert "no text" in reason(put(tmp_path, "b.eml", b"MIME-Version: 1.0\nSubject: x\nDate: y\n\n"))


def test_a_dump_that_begins_like_a_letter_is_a_dump(tmp_path: Path) -> None:
    text = "Title: Ferry stops\nDate: 2 April 2031\nSource: The Harbour Post\n\n" + "\n\n".join(SENTENCES)
    assert one(put(tmp_path, "a.txt", text)).kind == "dump"


@hypothesis_settings(max_examples=80, deadline=None)
@given(damaged([PRODUCERS["word"], OUTLOOK.encode(), APPLE.encode()]))
def test_any_damage_ends_in_pages_or_a_reason(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    judged(tmp_path_factory.getbasetemp(), data)


@hypothesis_settings(max_examples=8, deadline=None)
@given(damaged([pdf([in_two_columns()]), pdf(with_headers(), compress=False)]))
def test_any_damage_of_a_pdf_ends_in_a_page_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    judged(tmp_path_factory.getbasetemp(), data)
