"""Owns finding known words in a text: ``Vocabulary`` (the words) and ``Mention`` (a find).

A label is found as whole words: a word inside another word is never a mention. Tolerated are
upper and lower case, plural and inflected endings of the last word (programma's, plannen,
bomen), a hyphen or a space run where the label has a space or a hyphen, soft hyphens, words
broken over two lines, a hyphen inside a written-together word (omgevings-visie) and a glued
"ontwerp" or "concept" (ontwerpbegroting). An abbreviation (all capitals, or mixed such as
vGRP) must be printed in its own case.

With ``compound=True`` a label may end in a hyphen ("riool-": may begin a longer word, as in
rioolvervanging) or begin with one ("-boom": may end one, as in straatboom). A word that only
looks so (boomgaard) is named as a negative label.

Decisions: the longest find wins, a label in its own form wins over an inflected one, that
over a part of a compound. A negative label takes away the overlapping finds of its own id,
unless the find is longer. Mentions never overlap, and come in the order of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Mention", "Vocabulary", "inflections"]

_TOKEN = re.compile(r"[^\W_]+(?:'[sS](?![^\W_]))?")
_LINE_BREAK = re.compile(
    "\u00ad\\s*"  # a soft hyphen, at the end of a line or not
    "|(?<=[a-zà-ÿ])-[ \\t]*\r?\n\\s*(?!(?:en|of)\\b)(?=[a-zà-ÿ])"  # omge-/visie
    "|(?<=\\w-)[ \\t]*\r?\n\\s*(?!(?:en|of)\\b)(?=\\w)"  # BLVC-/plan keeps its hyphen
)
_SAME_LENGTH = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": "'", "\u2010": "-", "\u2011": "-", "\u2013": "-"}
)
_SPACES = re.compile(r"\s+")
_BETWEEN = {" ": (" ", "-"), "-": ("-", " ", "- "), "- ": ("- ", " ")}
_GLUED = ("ontwerp", "concept")
_ABBREVIATION_ENDINGS = ("", "s", "'s", "en")
_OWN_FORM, _INFLECTED, _PART = 2, 1, 0
_HEAD = 100  # more than the length of any part


@dataclass(frozen=True, slots=True)
class Mention:
    """One find: ``text[start:end] == label``, the label as it is printed there."""

    id: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a label: the forms it may take, and its own case when it must be kept."""

    forms: frozenset[str]
    own: str
    case: str | None
    before: str


@dataclass(frozen=True, slots=True)
class _Label:
    """One label, cut into words; ``positive`` is false for a negative label."""

    id: str
    words: tuple[_Word, ...]
    lead: str
    positive: bool


@dataclass(frozen=True, slots=True)
class _Find:
    """A candidate; ``rank`` says how exactly the words are those of the label."""

    id: str
    start: int
    end: int
    rank: tuple[int, int]
    positive: bool


class Vocabulary:
    """The labels of many ids, compiled once; ``find`` may be called from several threads."""

    def __init__(
        self,
        entries: Iterable[tuple[str, Iterable[str], Iterable[str]]],
        *,
        compound: bool = False,
    ) -> None:
        """Compile ``(id, labels, negative labels)`` rows; two ids may not share a label."""
        self._heads: dict[str, tuple[_Label, ...]] = {}
        self._starts: dict[str, tuple[tuple[str, bool], ...]] = {}
        self._ends: dict[str, tuple[tuple[str, bool], ...]] = {}
        owners: dict[str, str] = {}
        heads: dict[str, list[_Label]] = {}
        for id_, labels, negatives in entries:
            for label in labels:
                key = _SPACES.sub(" ", label.strip().lower())
                if owners.setdefault(key, id_) != id_:
                    raise ValueError(f"label '{label}' hoort al bij {owners[key]}")
                self._add(heads, id_, label, True, compound)
            for label in negatives:
                self._add(heads, id_, label, False, compound)
        self._heads = {word: tuple(found) for word, found in heads.items()}
        self._start_sizes = sorted({len(part) for part in self._starts}, reverse=True)
        self._end_sizes = sorted({len(part) for part in self._ends}, reverse=True)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return every mention in ``text``, in order, without overlap."""
        plain, places = _flatten(text)
        finds = sorted(self._candidates(plain), key=lambda find: (find.start, find.end))
        mentions = []
        for find in _resolve(finds):
            start, end = places.original(find.start), places.original(find.end - 1) + 1
            mentions.append(Mention(find.id, text[start:end], start, end))
        return tuple(mentions)

    def _add(
        self, heads: dict[str, list[_Label]], id_: str, label: str, positive: bool, compound: bool
    ) -> None:
        """Store one label under every form of its first word."""
        label = label.strip()
        if label.startswith("-") or (label.endswith("-") and len(label) > 1):
            if not compound:
                raise ValueError(f"label '{label}' is een woorddeel; dat kan hier niet")
            self._add_part(id_, label, positive)
            return
        words = tuple(_words(label))
        if not words:
            raise ValueError(f"label '{label}' bevat geen woord")
        lead = label[: len(label) - len(label.lstrip("("))]
        variants = [words]
        if len(words) > 1 and all(word.before == "-" for word in words[1:]):
            joined = "".join(word.own for word in words)
            variants.append((_word(joined, joined, "", last=True),))
        for variant in variants:
            made = _Label(id_, variant, lead, positive)
            for form in variant[0].forms:
                heads.setdefault(form, []).append(made)

    def _add_part(self, id_: str, label: str, positive: bool) -> None:
        part = label.strip("-").lower()
        if label.startswith("-"):
            for form in {part, *inflections(part)}:
                self._ends[form] = (*self._ends.get(form, ()), (id_, positive))
        else:
            self._starts[part] = (*self._starts.get(part, ()), (id_, positive))

    def _candidates(self, plain: str) -> Iterator[_Find]:
        """Yield every find, overlapping ones too."""
        lower = plain.lower()
        if len(lower) != len(plain):  # a letter such as İ grows; keep the places
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
        spans = [match.span() for match in _TOKEN.finditer(lower)]
        heads, memo = self._heads, dict[str, bool]()
        last = len(spans) - 1
        for index, (start, end) in enumerate(spans):
            word = lower[start:end]
            known = memo.get(word)
            if known is None:
                known = memo[word] = word in heads or self._is_partial(word)
            if known:
                yield from self._at(plain, lower, spans, index, word)
            if index < last and lower[end] == "-" and spans[index + 1][0] == end + 1:
                yield from self._hyphenated(plain, lower, spans, index)

    def _is_partial(self, word: str) -> bool:
        return bool(self._unglued(word) or any(True for _ in self._parts(word)))

    def _unglued(self, word: str) -> str | None:
        for glued in _GLUED:
            if word.startswith(glued) and word[len(glued) :] in self._heads:
                return word[len(glued) :]
        return None

    def _parts(self, word: str) -> Iterator[tuple[str, bool, int]]:
        """Yield (id, positive, size) for every part that begins or ends ``word``."""
        for size in self._start_sizes:
            if size < len(word):
                for id_, positive in self._starts.get(word[:size], ()):
                    yield id_, positive, size
        for size in self._end_sizes:
            if size < len(word):
                for id_, positive in self._ends.get(word[-size:], ()):
                    yield id_, positive, size + _HEAD  # a straatboom is a tree first

    def _at(
        self, plain: str, lower: str, spans: list[tuple[int, int]], index: int, word: str
    ) -> Iterator[_Find]:
        """Yield the finds whose first word is the one at ``index``."""
        start, end = spans[index]
        labels = self._heads.get(word)
        if labels is None:
            rest = self._unglued(word)
            for label in self._heads.get(rest, ()) if rest else ():
                if len(label.words) == 1 and label.words[0].case is None and not label.lead:
                    yield _Find(label.id, start, end, (_INFLECTED, 0), label.positive)
            labels = ()
        for label in labels:
            stop = _follow(label, plain, lower, spans, index)
            if stop is None:
                continue
            first = start - len(label.lead)
            if label.lead and plain[max(first, 0) : start] != label.lead:
                continue
            last = label.words[-1]
            printed = lower[spans[index + len(label.words) - 1][0] : stop]
            rank = _OWN_FORM if printed == last.own else _INFLECTED
            yield _Find(label.id, first, stop, (rank, 0), label.positive)
        for id_, positive, size in self._parts(word):
            yield _Find(id_, start, end, (_PART, size), positive)

    def _hyphenated(
        self, plain: str, lower: str, spans: list[tuple[int, int]], index: int
    ) -> Iterator[_Find]:
        """Yield one-word labels that the text writes with hyphens: omgevings-visie."""
        start, end = spans[index]
        joined = lower[start:end]
        for following in range(index + 1, min(index + 4, len(spans))):
            if lower[end] != "-" or spans[following][0] != end + 1:
                return
            end = spans[following][1]
            joined += lower[spans[following][0] : end]
            for label in self._heads.get(joined, ()):
                if len(label.words) == 1 and label.words[0].case is None:
                    yield _Find(label.id, start, end, (_INFLECTED, 0), label.positive)
            if end >= len(lower):
                return


def inflections(word: str) -> tuple[str, ...]:
    """Return the written forms a Dutch noun or adjective may take besides ``word`` itself."""
    if len(word) < 3 or not word[-1].isalpha():
        return ()
    forms = {word + "s"}
    if word[-1] in "aiouyé":
        forms.add(word + "'s")
    elif word[-1] == "e":
        forms |= {word + "n", word + "'s"}
        if word.endswith(("ie", "ee")):
            forms.add(word + "ën")
    else:
        stems = {word}
        if word[-3:-1] in ("aa", "ee", "oo", "uu"):
            stems = {word[:-2] + word[-1]}
            if word[-3:-1] == "ee":  # veen, meer: both spellings occur in compounds
                stems.add(word)
        elif word[-2] in "aeiou" and word[-3] not in "aeiouy" and word[-1] not in "hjqvwxz":
            stems.add(word + word[-1])
        for stem in tuple(stems):
            if stem[-1] == "f" and not stem.endswith("ff"):
                stems.add(stem[:-1] + "v")
            elif stem[-1] == "s" and not stem.endswith("ss"):
                stems.add(stem[:-1] + "z")
        for stem in stems:
            forms |= {stem + "en", stem + "e"}
        if word.endswith("heid"):
            forms.add(word[:-4] + "heden")
    return tuple(sorted(forms))


def _words(label: str) -> Iterator[_Word]:
    """Cut a label into words, each with the text that stands before it."""
    plain = _SPACES.sub(" ", label.translate(_SAME_LENGTH))
    matches = list(_TOKEN.finditer(plain))
    end = 0
    for number, match in enumerate(matches, start=1):
        before = plain[end : match.start()] if number > 1 else ""
        end = match.end()
        yield _word(match.group(), match.group().lower(), before, last=number == len(matches))


def _word(printed: str, own: str, before: str, *, last: bool) -> _Word:
    if _is_abbreviation(printed):
        endings = _ABBREVIATION_ENDINGS if last else ("",)
        return _Word(frozenset(own + ending for ending in endings), own, printed, before)
    forms = frozenset((own, *inflections(own))) if last else frozenset((own,))
    return _Word(forms, own, None, before)


def _is_abbreviation(word: str) -> bool:
    """All capitals up to five letters (GRP), or mixed with two capitals or more (vGRP)."""
    capitals = sum(letter.isupper() for letter in word)
    letters = sum(letter.isalpha() for letter in word)
    return capitals >= 2 and (capitals < letters or letters <= 5)


def _follow(
    label: _Label, plain: str, lower: str, spans: list[tuple[int, int]], index: int
) -> int | None:
    """Return where ``label`` ends when its words stand at ``index``, or None."""
    if index + len(label.words) > len(spans):
        return None
    end = spans[index][0]
    for offset, word in enumerate(label.words):
        start, stop = spans[index + offset]
        if offset and not _separates(plain[end:start], word.before):
            return None
        if offset and lower[start:stop] not in word.forms:
            return None
        if word.case is not None and not plain.startswith(word.case, start):
            return None
        end = stop
    return end


def _separates(found: str, wanted: str) -> bool:
    """Whether ``found`` may stand between two words of a label that has ``wanted`` there."""
    if found == wanted:
        return True
    if found.count("\n") > 1:
        return False
    found = _SPACES.sub(" ", found)
    return found in _BETWEEN.get(wanted, (wanted,))


class _Places:
    """From a place in the flattened text to the place in the original."""

    __slots__ = ("_cuts", "_shifts")

    def __init__(self, cuts: list[int], shifts: list[int]) -> None:
        self._cuts = cuts
        self._shifts = shifts

    def original(self, place: int) -> int:
        """Return the place in the original text of the letter at ``place``."""
        found = bisect_right(self._cuts, place)
        return place + self._shifts[found - 1] if found else place


def _flatten(text: str) -> tuple[str, _Places]:
    """Take out soft hyphens and line-end hyphens; all other letters keep their number."""
    text = text.translate(_SAME_LENGTH)
    pieces, cuts, shifts = [], list[int](), list[int]()
    done = size = shift = 0
    for match in _LINE_BREAK.finditer(text):
        pieces.append(text[done : match.start()])
        size += match.start() - done
        shift += match.end() - match.start()
        done = match.end()
        cuts.append(size)
        shifts.append(shift)
    if not cuts:
        return text, _Places(cuts, shifts)
    pieces.append(text[done:])
    return "".join(pieces), _Places(cuts, shifts)


def _resolve(finds: list[_Find]) -> Iterator[_Find]:
    """Choose among overlapping finds (given by start); yield the winners in order."""
    cluster: list[_Find] = []
    reach = -1
    for find in finds:
        if cluster and find.start >= reach:
            yield from _winners(cluster)
            cluster = []
            reach = -1
        cluster.append(find)
        reach = max(reach, find.end)
    if cluster:
        yield from _winners(cluster)


def _winners(cluster: list[_Find]) -> list[_Find]:
    if len(cluster) == 1:
        return cluster if cluster[0].positive else []
    ordered = sorted(
        cluster, key=lambda find: (find.end - find.start, find.rank, find.positive), reverse=True
    )
    chosen: list[_Find] = []
    denied: list[_Find] = []
    for find in ordered:
        if not find.positive:
            denied.append(find)
        elif not any(_overlap(find, other) for other in chosen) and not any(
            other.id == find.id and _overlap(find, other) for other in denied
        ):
            chosen.append(find)
    return sorted(chosen, key=lambda find: find.start)


def _overlap(one: _Find, other: _Find) -> bool:
    return one.start < other.end and other.start < one.end
