"""Bytes to text: byte order mark, declared character set, then a guess."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from onrecord.errors import UnreadableError

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})|<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)
# What browsers take a declared set for (https://encoding.spec.whatwg.org/#names-and-labels).
TAKEN_FOR = {
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "tis-620": "cp874",
    "utf-16": "utf-8",  # a declaration that can be read as ASCII is not UTF-16
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
NOT_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
HEAD = 4096  # bytes in which a declaration is looked for
SAMPLE = 200_000  # bytes that a guess looks at
BROKEN = 0.01  # more characters than this share that cannot be decoded: the set is wrong
# Quotation marks, dashes, dots, spaces and signs of money in windows-1252 and most other sets of Windows.
MARKS = b"\x80\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa3\xa7\xa9\xab\xad\xae\xb0\xb7\xbb\xbd"
LETTERS = re.compile(rb"[^\x00-\x7f" + MARKS + rb"]")
TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b\x85")


def decode(data: bytes, carrier: str | None = None) -> str:
    """The text of `data`; `carrier` is the character set that a server or a mail names for it.

    Raises UnreadableError where it is binary or in no known character set.
    """
    for mark, name in BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    sample = data[:SAMPLE]
    wide = _wide(sample)
    if wide:
        return data.decode(wide, "replace")
    if _binary(sample):
        raise UnreadableError("the file is binary, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for declared in (_known(carrier), _declared(data[:HEAD])):
        if declared is None:
            continue
        if declared == "utf-8" and not _more_utf8(sample):
            continue
        text = data.decode(declared, MARKS_MIXED_IN if declared == "utf-8" else "replace")
        if text.count("\ufffd") <= BROKEN * len(text):
            return text
    text = data.decode("utf-8", MARKS_MIXED_IN)
    if text.count("\ufffd") <= BROKEN * len(text) and _more_utf8(sample):
        return text
    return _guessed(data, sample)


def _guessed(data: bytes, sample: bytes) -> str:
    if not LETTERS.search(sample):
        return data.decode("cp1252", "replace")
    guess = from_bytes(sample).best()
    if guess is None:
        raise UnreadableError("the character set could not be told")
    return data.decode(guess.encoding, "replace")


def _declared(head: bytes) -> str | None:
    found = DECLARED.search(head)
    if not found:
        return None
    return _known((found.group(1) or found.group(2)).decode("ascii"))


def _known(name: str | None) -> str | None:
    """The codec for a declared character set, or None where there is none that gives text."""
    if not name or not name.isascii():
        return None
    name = name.strip("\"' ").lower()
    try:
        codec = codecs.lookup(TAKEN_FOR.get(name, name))
        b"a".decode(codec.name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return codec.name if codec.name not in NOT_TEXT else None


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: nearly every second byte is zero."""
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _binary(sample: bytes) -> bool:
    controls = sum(sample.count(bytes([byte])) for byte in range(32) if byte not in TEXT_CONTROLS)
    return sample.count(0) > 0.001 * len(sample) + 8 or controls > 0.02 * len(sample) + 8


def _more_utf8(sample: bytes) -> bool:
    """Whether most bytes above ASCII stand in valid UTF-8 sequences."""
    text = sample.decode("utf-8", "replace")
    return sum(ord(c) > 127 and c != "\ufffd" for c in text) > text.count("\ufffd")


def _marks(error: UnicodeError) -> tuple[str, int]:
    """A byte that is not UTF-8: a mark of windows-1252 that was pasted in, or the sign for what cannot be read."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.start + 1]
    return (bad.decode("cp1252") if bad in MARKS else "\ufffd"), error.start + 1


MARKS_MIXED_IN = "onrecord-marks"  # the name of a way to go on at bytes that are not UTF-8
codecs.register_error(MARKS_MIXED_IN, _marks)
