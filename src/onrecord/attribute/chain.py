"""The way of the words, as far as the text credits it: the media and carriers of each attribution.

`credits` fills `chain` with medium and carrier hops alone: those named at the statement (`stated`), and the agency of a
dateline or credit line (`inherited`). Speaker and outlet hops, actors, and what a statement has from the one that it
continues are added when speakers are resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.attribute import mediums
from onrecord.attribute.account import kind_of
from onrecord.attribute.datelines import Credit, credit_of
from onrecord.attribute.ordered import spans
from onrecord.attribute.outlets import CAP, Outlet, Press, at, press
from onrecord.attribute.relayed import speakers_first
from onrecord.model import Attribution, Hop, Parsed, Span, ident

BY = re.compile(
    r"\b(?:reported|carried|quoted|cited|relayed|published|distributed|circulated|released|aired|broadcast|printed|"
    r"put out|issued|obtained|seen|reviewed|viewed|transmitted|translated|shared|revealed|disseminated|picked up|"
    r"made available|provided|shown|leaked|given|sent)(?: (?:exclusively|first|also))?"
    r"(?: as (?:saying|telling|writing))?"
    r"(?: (?!by\b)[\w,]+){0,3}? (?P<by>by|to|in) "
)
TOLD = re.compile(
    r"\b(?:(?:told|tells|telling|tell|informed) |(?:spoke|spoken|speaking|speaks|talking|talked|confirmed|said|added|"
    r"confided|explained|comments|remarks|interviews?|statements?) (?:exclusively )?(?:with|to|for|on|in) |"
    r"interview (?:published|broadcast|aired|printed)(?: [\w,]+){0,3}? (?:by|in|on) |"
    r"(?:[Ww]rote|written|[Ww]riting|writes) (?:in|for|on) |"
    r"(?:op-ed|opinion piece|opinion article|article|column|essay|piece|commentary|guest column|letter)"
    r"(?: (?:published|that appeared|which appeared|printed))?(?: [\w,]+){0,2}? (?:in|for|by|on) |"
    r"(?:appeared|appearance|appearing|live) (?:in|on) )"
)
ON_AIR = re.compile(
    rf"\b(?:said|says|saying|spoke|speaking|appeared|asked|remarked|insisted)(?: [\w.]+){{0,4}}? on (?={CAP})"
)
NAMED = re.compile(r"\b(?P<how>[Aa]ccording to|citing|[Cc]iting|quoting|via|quoted in|as reported by) ")
REPORTED = re.compile(
    r"(?:,[^,.]{1,60},)? (?:has |had |have |also |first |later |earlier |separately |which ){0,2}"
    r"(?P<verb>reported|reports|quoted|quotes|cited|cites|wrote|said|says|published)\b"
)
START = re.compile(rf"(?<![\w’'-])(?=(?:the |The |a |an |its )?{CAP})")
TAIL = re.compile(
    r",?[”\"’']? (?:according to|as (?:first )?(?:reported|quoted) by|citing|in (?:an interview|remarks|comments) \w+) "
    r"[^“”\"]{3,160}$"
    r"|,[”\"’']? [^,“”\"]{2,60}? (?:reported|reports|has reported)(?: on \w+)?$"
)
CLAUSE = re.compile(r"\band, |, but |; ")
SEEN = frozenset({"obtained", "seen", "reviewed", "viewed", "shown", "leaked", "shared", "given", "sent", "provided"})


def credits(parsed: Parsed, attributions: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """The attributions with the medium and carrier hops that the text gives them, nearest to the speaker first."""
    page = press(parsed.document, parsed.names)
    credit = credit_of(page, parsed)
    found = []
    attributions = speakers_first(page, parsed, attributions)
    attributions = tuple(_without_credit(page, parsed, a) for a in attributions)
    for attribution, runs in zip(attributions, regions(parsed, attributions), strict=True):
        hops = _stated(page, attribution, runs)
        carriers = {hop.name for hop in hops if hop.role == "carrier"}
        if credit and credit.hop.name not in carriers and not _by_own_reporter(parsed, attribution, credit):
            hops = [*hops, credit.hop]
        found.append(replace(attribution, chain=tuple(hops)))
    return tuple(found)


def _without_credit(page: Press, parsed: Parsed, attribution: Attribution) -> Attribution:
    """The attribution without a credit that was taken into its content: "…”, according to TASS"."""
    if not attribution.content or not attribution.cue:
        return attribution
    last = attribution.content[-1]
    tail = TAIL.search(page.text, max(last.start, last.end - 200), last.end)
    if tail is None:
        return attribution
    content = (*attribution.content[:-1], Span(last.start, tail.start()))
    run = Span(tail.start(), last.end)
    cut = replace(attribution, content=content)
    sure = any(rank >= mediums.rank("service") for rank, _, _ in mediums.find(page.text, run))
    if tail.start() - last.start < 8 or not (sure or any(not o.own for o, _ in _carriers(page, run, cut))):
        return attribution
    return replace(
        cut,
        id=ident("a", cut.document, cut.source, cut.cue, content),
        kind=kind_of(parsed, content),
    )


def regions(parsed: Parsed, attributions: tuple[Attribution, ...]) -> list[list[Span]]:
    """For each attribution the runs of its sentence that lie outside all content: where a way or a time is credited.

    A run belongs to the attributions whose cue is in it, else to those whose source is, else to the one before it in
    the sentence, else to the next. Attributions of one sentence with the same source share their runs.
    """
    found: list[list[Span]] = [[] for _ in attributions]
    sentences = spans(parsed.sentences)
    touched: dict[Span, list[int]] = {}
    for n, a in enumerate(attributions):
        for sentence in dict.fromkeys(s for mark in _marks(a) for s in sentences.meeting(mark)):
            touched.setdefault(sentence, []).append(n)
    for sentence, inside in sorted(touched.items()):
        contents = sorted(s for n in inside for s in attributions[n].content if s.meets(sentence))
        for run in gaps(sentence, contents):
            for n in _owners(run, inside, attributions):
                found[n].append(run)
    for n, a in enumerate(attributions):
        for k in range(n + 1, len(attributions)):
            if not a.source or attributions[k].source != a.source:
                break
            merged = sorted({*found[n], *found[k]})
            found[n], found[k] = list(merged), list(merged)
    return found


def gaps(whole: Span, taken: list[Span]) -> Iterator[Span]:
    """The parts of `whole` that none of the spans `taken` (in order) covers."""
    at_ = whole.start
    for span in taken:
        if span.start > at_:
            yield Span(at_, min(span.start, whole.end))
        at_ = max(at_, span.end)
    if at_ < whole.end:
        yield Span(at_, whole.end)


def _marks(attribution: Attribution) -> tuple[Span, ...]:
    return attribution.cue + attribution.source or attribution.content[:1]


def _owners(run: Span, inside: list[int], attributions: tuple[Attribution, ...]) -> list[int]:
    for part in ("cue", "source"):
        found = [n for n in inside if any(s.meets(run) for s in getattr(attributions[n], part))]
        if found:
            return found
    before = [n for n in inside if any(s.end <= run.start for s in attributions[n].content)]
    return before[-1:] or inside[:1]


def _by_own_reporter(parsed: Parsed, attribution: Attribution, credit: Credit) -> bool:
    """Whether the statement's sentence names the place from which the outlet itself added reporting."""
    if not credit.own_place:
        return False
    sentences = spans(parsed.sentences)
    return any(
        credit.own_place in sentence.of(parsed.document.text)
        for mark in attribution.source + attribution.content
        for sentence in sentences.meeting(mark)
    )


def _stated(page: Press, attribution: Attribution, runs: list[Span]) -> list[Hop]:
    """The hops that the runs name: at most one medium, then the carriers in the order of the way."""
    said_in: list[tuple[int, int, Span]] = []
    carriers: list[tuple[Outlet, bool]] = []
    for whole in runs:
        run = _clause(page.text, whole, attribution)
        said_in += mediums.find(page.text, run)
        carriers += _carriers(page, run, attribution)
    said_in += mediums.papers(page.text, attribution.source)
    shows = [(9, -o.phrase.start, o.phrase) for o, _ in carriers if o.own and o.phrase.end > o.span.end + 2]
    best = max(said_in + shows, default=None)
    hops = []
    if best is not None:
        hops.append(Hop(role="medium", name=best[2].of(page.text), basis="stated", evidence=best[2]))
    ordered: list[Outlet] = []
    for outlet, cited in carriers:
        if (
            outlet.own
            or outlet.name in {o.name for o in ordered}
            or (best and best[2].meets(outlet.span) and best[0] == 9)
        ):
            continue
        ordered.insert(max(len(ordered) - 1, 0) if cited else len(ordered), outlet)
    return hops + [_carrier(page, outlet) for outlet in ordered]


def _clause(text: str, run: Span, attribution: Attribution) -> Span:
    """The run from its last clause boundary before the cue on, since what stands before it is another clause's."""
    cue = next((s for s in attribution.cue if s.meets(run)), None)
    if cue is None or any(s.meets(run) and s.start > cue.start for s in attribution.source):
        return run
    before = [m.end() for m in CLAUSE.finditer(text, run.start, cue.start)]
    return Span(before[-1], run.end) if before else run


def _carrier(page: Press, outlet: Outlet) -> Hop:
    if outlet.span.of(page.text) == outlet.name:
        return Hop(role="carrier", name=outlet.name, basis="stated", evidence=outlet.phrase)
    named = next((o.span for o in page.seen if o.name == outlet.name), None)
    return Hop(role="carrier", name=outlet.name, basis="inherited", evidence=named)


# ------------------------------------------------------------------------------------------------ carriers
def _carriers(page: Press, run: Span, attribution: Attribution) -> list[tuple[Outlet, bool]]:
    """The outlets credited in a run, in order of position, each with whether it is what another one cites."""
    found: dict[Span, tuple[Outlet, bool]] = {}
    for match in BY.finditer(page.text, run.start, run.end):
        verb = match.group().split()[0]
        if match["by"] != "by" and (match["by"] == "to") != (verb in SEEN):
            continue
        _add(
            found,
            page,
            match.end(),
            run.end,
            any_name=verb in ("reported", "carried", "relayed", "quoted") and match["by"] == "by",
        )
    for match in TOLD.finditer(page.text, run.start, run.end):
        _add(found, page, match.end(), run.end)
    for match in NAMED.finditer(page.text, run.start, run.end):
        if any(span.meets(Span(*match.span())) for span in attribution.cue):
            continue
        _add(
            found,
            page,
            match.end(),
            run.end,
            any_name=match["how"] != "via",
            cited=match["how"].lower() in ("citing", "quoting"),
        )
    for match in ON_AIR.finditer(page.text, run.start, run.end):
        _add(found, page, match.end(), run.end)
    for match in START.finditer(page.text, run.start, run.end):
        if not any(outlet.phrase.start < match.start() < outlet.phrase.end for outlet, _ in found.values()):
            _add_reporting(found, page, match.start(), run, attribution)
    return [found[span] for span in sorted(found)]


def _add(
    found: dict[Span, tuple[Outlet, bool]],
    page: Press,
    start: int,
    end: int,
    *,
    any_name: bool = False,
    cited: bool = False,
) -> None:
    """The outlet at `start` and those joined to it: "by TASS and RIA"."""
    outlet = at(page, start, end, any_name=any_name)
    while outlet is not None and outlet.phrase.end <= end:
        found.setdefault(outlet.span, (outlet, cited))
        more = re.compile(r",? and (?:by |to )?").match(page.text, outlet.phrase.end, end)
        outlet = at(page, more.end(), end) if more else None


def _add_reporting(
    found: dict[Span, tuple[Outlet, bool]], page: Press, start: int, run: Span, attribution: Attribution
) -> None:
    """The outlet at `start` if it is the subject of a reporting verb that is not the attribution's own."""
    lead = page.text[max(run.start, start - 2) : start]
    free = start == run.start or lead in (", ", "; ") or not page.text[run.start : start].strip(" \"”’',")
    outlet = at(page, start, run.end, any_name=free)
    if outlet is None or outlet.phrase.start != start or outlet.span in found:
        return
    verb = REPORTED.match(page.text, outlet.phrase.end, run.end)
    if verb is None or any(s.meets(outlet.span) for s in attribution.source + attribution.content):
        return
    if not free and verb["verb"] not in ("reported", "reports"):
        return
    if any(s.meets(Span(verb.start("verb"), verb.end())) for s in attribution.cue) and verb["verb"] not in (
        "quoted",
        "quotes",
        "cited",
        "cites",
    ):
        return
    found[outlet.span] = (outlet, False)
