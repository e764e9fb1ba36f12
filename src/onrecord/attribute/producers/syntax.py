"""A spaCy pipeline that the user has, as a producer of attributions: who said what by the parse of its sentences.

Read are a verb of saying with its subject and clause ("Bell said it was over", "It was over, Bell said"), also where
the verb is put into the clause, and "according to". spaCy is imported when it is asked for and is no dependency.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from onrecord.attribute.lexicon import saying
from onrecord.attribute.producers.layer import Layer, Proposal
from onrecord.errors import NoLayerError, UsageError
from onrecord.model import Parsed, Span

NAME = "spacy"
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "csubj"})
CLAUSES = frozenset({"ccomp"})
BESIDE = frozenset({"parataxis", "ccomp"})  # how the verb hangs on the clause where the clause is the head
HELPERS = frozenset({"aux", "auxpass", "aux:pass", "neg"})
JOINED = frozenset({"conj", "advcl", "acl", "xcomp"})  # of another verb, whose subject is also theirs
OBJECTS = frozenset({"pobj", "obl", "nmod", "pcomp"})
EDGES = ",;:.—–- \n\r\t\xa0"


class Head(Protocol):
    """What is read of the head of a spaCy token."""

    @property
    def i(self) -> int: ...


class Token(Protocol):
    """What is read of a spaCy token."""

    @property
    def text(self) -> str: ...
    @property
    def idx(self) -> int: ...
    @property
    def dep_(self) -> str: ...
    @property
    def pos_(self) -> str: ...
    @property
    def head(self) -> Head: ...


class Word(NamedTuple):
    """A word of the parse: its characters, its relation and the number of the word that it hangs on."""

    start: int
    end: int
    low: str
    relation: str
    part: str
    head: int


class Spacy:
    """Loads a pipeline by its name or path. Raises UsageError where spaCy or the pipeline is not installed, or where
    it has no parser."""

    def __init__(self, pipeline: str) -> None:
        try:
            spacy = import_module("spacy")
        except ImportError as error:
            raise UsageError(
                f"producer spacy:{pipeline}: spaCy is not installed here; install it with `pip install spacy`, and then"
                " the pipeline as its documentation says"
            ) from error
        try:
            self.pipeline: Any = spacy.load(pipeline)
        except (OSError, ValueError, ImportError) as error:
            raise UsageError(f"producer spacy:{pipeline}: the pipeline cannot be loaded: {error}") from error
        if "parser" not in self.pipeline.pipe_names:
            raise UsageError(f"producer spacy:{pipeline}: it has no parser, from which statements are read")
        meta = self.pipeline.meta
        self.version = f"{meta['lang']}_{meta['name']}-{meta['version']}"
        self.identity = f"{NAME} {pipeline} {self.version} {spacy.__version__}"

    def propose(self, parsed: Parsed) -> Layer:
        """The layer for one document. Raises NoLayerError where the pipeline fails on it."""
        try:
            doc = self.pipeline(parsed.document.text)
        except (ValueError, RuntimeError, IndexError) as error:
            raise NoLayerError("pipeline_failed") from error
        return Layer(producer=NAME, version=self.version, proposals=tuple(read(doc)))


def read(doc: Iterable[Token]) -> list[Proposal]:
    """The attributions in the parse of a document; of statements within a statement the outer one."""
    words = [Word(t.idx, t.idx + len(t.text), t.text.lower(), t.dep_, t.pos_, t.head.i) for t in doc]
    tree = _Tree(words)
    found: list[tuple[int, Proposal]] = []
    for i, word in enumerate(words):
        if word.low == "according":
            proposal = tree.according(i)
        elif word.part in ("VERB", "") and word.low in saying():
            proposal = tree.said(i)
        else:
            proposal = None
        if proposal is not None:
            found.append((tree.depth[i], proposal))
    return [p for _, p in sorted(found, key=lambda pair: pair[0])]


class _Tree:
    """The words of a document as trees, one a sentence."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.children: list[list[int]] = [[] for _ in words]
        roots = []
        for i, word in enumerate(words):
            if word.head == i:
                roots.append(i)
            else:
                self.children[word.head].append(i)
        self.depth = [0] * len(words)
        stack = roots
        while stack:
            i = stack.pop()
            for child in self.children[i]:
                self.depth[child] = self.depth[i] + 1
                stack.append(child)

    def under(self, i: int, without: frozenset[int] = frozenset()) -> set[int]:
        """The words of a subtree, without some subtrees in it."""
        found, stack = set(), [i]
        while stack:
            at = stack.pop()
            found.add(at)
            stack += [c for c in self.children[at] if c not in without]
        return found

    def spans(self, numbers: set[int]) -> tuple[Span, ...]:
        """Runs of neighbouring words as spans, without the marks at their edges."""
        found: list[Span] = []
        run: list[int] = []
        for i in [*sorted(numbers), -1]:
            if run and i != run[-1] + 1:
                while run and not self.words[run[0]].low.strip(EDGES):
                    run.pop(0)
                while run and not self.words[run[-1]].low.strip(EDGES):
                    run.pop()
                if any(self.words[j].low.strip().isalnum() or len(self.words[j].low) > 1 for j in run):
                    found.append(Span(self.words[run[0]].start, self.words[run[-1]].end))
                run = []
            run.append(i)
        return tuple(found)

    def child(self, i: int, relations: frozenset[str]) -> int | None:
        return next((c for c in self.children[i] if self.words[c].relation in relations), None)

    def said(self, verb: int) -> Proposal | None:
        """The statement that a verb of saying reports, or None."""
        subject = self._subject(verb)
        if subject is None:
            return None
        clause = self.child(verb, CLAUSES)
        word = self.words[verb]
        if clause is not None:
            content = self.under(clause)
        elif word.relation in BESIDE and word.head != verb and self.words[word.head].low not in saying():
            content = self.under(word.head, frozenset({verb}))
        else:
            return None
        cue = {verb} | {c for c in self.children[verb] if self.words[c].relation in HELPERS and verb - 5 < c < verb}
        first = min(cue)
        if any(j not in cue and self.words[j].part != "ADV" for j in range(first, verb)):
            first = verb
        source = self.under(subject) - content
        return self._proposal(content - source - set(range(first, verb + 1)), set(range(first, verb + 1)), source)

    def _subject(self, verb: int) -> int | None:
        """The subject of a verb, or of the verb of saying that it is joined to ("said …, adding that")."""
        at, steps = verb, 0
        while steps < 3:
            found = self.child(at, SUBJECTS)
            if found is not None:
                return found if steps == 0 or self.words[at].low in saying() else None
            word = self.words[at]
            if word.relation not in JOINED or word.head == at:
                return None
            at, steps = word.head, steps + 1
        return None

    def according(self, i: int) -> Proposal | None:
        """ "according to" whom, and the clause that it stands in; or None."""
        to = i + 1
        if to >= len(self.words) or self.words[to].low != "to":
            return None
        who = self.child(to, OBJECTS) or self.child(i, OBJECTS)
        # In universal dependencies the source is the head: according <- case - source.
        top = i
        if who is None and self.words[i].relation == "case":
            who = top = self.words[i].head
        if who is None or self.words[top].head == top:
            return None
        content = self.under(self.words[top].head, frozenset({top}))
        return self._proposal(content - {i, to}, {i, to}, self.under(who) - {i, to})

    def _proposal(self, content: set[int], cue: set[int], source: set[int]) -> Proposal | None:
        parts = self.spans(content)
        who = self.spans(source)
        if not parts or not who:
            return None
        # One stretch from the first word to the last, as the text has it.
        return Proposal(content=parts, cue=self.spans(cue), source=(Span(who[0].start, who[-1].end),))
