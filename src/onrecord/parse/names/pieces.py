"""Text cut for names: finer than words, so that "Korvan's", "Kremlin-backed" and "U.S." come apart where names end."""

from __future__ import annotations

import re

from onrecord.model import Span, Token

PIECE = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+"  # addresses
    r"|(?:[A-Z]\.){2,}"  # U.S., J.R.
    r"|(?:[A-Z]|St|Mt|Mr|Mrs|Ms|Dr|Jr|Sr|Inc|Corp|Co|Ltd|Bros|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Maj|Adm|Prof|Rev|Hon)"
    r"\.(?=\W|$)"
    r"|[A-Z]+&[A-Z]+\b"  # AT&T
    r"|(?:[A-Z][’'](?=[A-Z]))?[^\W_]+(?:[’'](?![sS]\b)[^\W_]+)*"  # words, O'Brien
    r"|[’'][sS]\b"
    r"|[^\w\s]|_"
)


def pieces(text: str, within: Span) -> list[Token]:
    """The pieces of one sentence, with offsets into the whole text."""
    return [Token(m.start(), m.end(), m.group()) for m in PIECE.finditer(text, within.start, within.end)]
