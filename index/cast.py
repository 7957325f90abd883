"""The people, bodies and states that an article mentions, and where: what its sources and pronouns can mean."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from index.bearer import is_acronym, is_body
from index.claim import Bearer
from index.given import given_gender
from index.grammar import SAYING, bare, word_set
from index.offices import Office, entity, institution
from index.people import Naming, Person, fullest, surname_key
from index.places import fold, is_listed
from index.quoted import quoted
from index.roles import gender_of
from index.runs import Run, extended, is_address_only, may_be_person, offices_beside, runs
from index.sentences import paragraphs
from index.values import Span

_HE = re.compile(r"\b(?:he|she|his|her|him|himself|herself)\b", re.IGNORECASE)
_LEAD = 40
_TOP = 400
_SILENT = word_set("act treaty accord pact agreement war conflict crisis airport sea strait river gulf island")
_SUBJECT = re.compile(
    r"(?:\s*\([^()\n]{1,40}\))?(?:,[^,.\n]{1,90},)?\s+(?:also |then |later |has |had )?"
    rf"(?:{'|'.join(sorted(SAYING))})\b"
)


class Cast:
    """Whom an article names, and where. ``text`` is the article's with plain letters and quotation marks."""

    def __init__(self, text: str) -> None:
        """Read ``text``."""
        self.text = fold(text).replace("“", '"').replace("”", '"')
        self.starts = [s.start for block in paragraphs(text) for s in block]
        self.quotes = quoted(text)
        self.people: dict[str, list[Person]] = {}
        self._latest: dict[str, Person] = {}
        found = list(runs(self.text, text))
        for run in found:
            self._introduce(run)
        self._given = self._by_given_name()
        self._complete()
        self.namings = [naming for run in found if (naming := self._naming(run))]
        self._latest.clear()
        self._hear_pronouns()

    def everybody(self) -> list[Person]:
        """Return the people."""
        return [person for people in self.people.values() for person in people]

    def sentence(self, at: int) -> int:
        """Return the number of the sentence that holds the offset ``at``, from 1."""
        return bisect_right(self.starts, at)

    def begins(self, at: int) -> int:
        """Return where the sentence starts that holds the offset ``at``."""
        return self.starts[self.sentence(at) - 1] if self.sentence(at) else 0

    def in_quotes(self, at: int) -> bool:
        """Tell whether the offset ``at`` is inside a quotation."""
        i = bisect_right(self.quotes, at, key=lambda q: q.start)
        return i > 0 and at < self.quotes[i - 1].end

    def who(self, words: list[str], title: list[str], the: bool = False) -> Person | None:
        """Return the person that words of a name and a title mean in this article, None if they name none."""
        if not words or (the and not title) or is_listed(" ".join(words)):
            return None
        known = self.people.get(surname_key(words), [])
        fitting = [p for p in known if p.fits(tuple(words), gender_of(title))]
        if fitting:
            return self._likeliest(fitting, title)
        return self._given.get(surname_key(words)) if len(words) == 1 else None

    def _likeliest(self, namesakes: list[Person], title: list[str]) -> Person:
        """Return whom a surname means: who was named last in full, unless another is named far more often."""
        most = max(person.count for person in namesakes)
        latest = self._latest.get(namesakes[0].last)

        def rank(person: Person) -> tuple[bool, bool, bool, int]:
            return (
                person.is_called(title),
                len(person.parts) > 1,
                person is latest and 2 * person.count > most,
                person.count,
            )

        return max(namesakes, key=rank)

    def _introduce(self, run: Run) -> None:
        """Add the person that a full name, or a surname with a title, introduces."""
        if not may_be_person(run) or (len(run.words) == 1 and not run.title):
            return
        person = self._person(tuple(run.words), run.title)
        person.count += 1 + 2 * (person.count == 0 and run.begin < _TOP)
        person.sure += len(run.words) > 1 and given_gender(run.words[0]) is not None
        person.address(run.title)
        for office in offices_beside(self.text, run):
            person.describe(office)

    def _person(self, parts: tuple[str, ...], title: list[str]) -> Person:
        known = self.people.setdefault(surname_key(parts), [])
        gender = gender_of(title) if is_address_only(title) else given_gender(parts[0]) if len(parts) > 1 else None
        fitting = [other for other in known if other.fits(parts, gender)]
        if fitting:
            person = max(fitting, key=lambda p: p.is_called(title))
            person.parts = fullest(person.parts, parts)
            return person
        known.append(Person(parts))
        return known[-1]

    def _by_given_name(self) -> dict[str, Person]:
        full = sorted((p for p in self.everybody() if len(p.parts) > 1), key=lambda p: p.count)
        return {surname_key(p.parts[:1]): p for p in full}

    def _complete(self) -> None:
        """Write the people whom others serve ("a Trump adviser") with their full names."""
        for person in self.everybody():
            person.offices = [
                Office(o.role, tuple(self._full(name, person) for name in o.affiliation)) for o in person.offices
            ]

    def _full(self, name: str, servant: Person) -> str:
        found = self.who([name], []) if " " not in name else None
        return found.name if found and found is not servant else name

    def _naming(self, run: Run) -> Naming | None:
        person = self.who(run.words, run.title, run.the)
        if person and len(run.words) > 1:
            self._latest[person.last] = person
        bearer = None if person else self._thing(run)
        if person is None and bearer is None:
            return None
        if person and len(run.words) == 1:
            person.sure += 1
        begins = self.begins(run.begin)
        lead = self.text[max(begins, run.begin - _LEAD) : run.begin]
        opens = (run.begin - begins < _LEAD and len(lead.split()) <= 3) or lead.rstrip().endswith('"')
        subject = opens or _SUBJECT.match(self.text, run.span.end) is not None
        quotation = self.in_quotes(run.span.start)
        return Naming(run.span, run.begin, person, bearer, run.owned, subject, quotation)

    def _thing(self, run: Run) -> Bearer | None:
        name = extended(self.text, run)
        if found := institution(name) or institution(run.name):
            return found
        if bare(name.split()[-1]) in _SILENT or not (is_body(name) or is_acronym(name) or run.the):
            return None
        served = entity(name, None)
        return Bearer(served[0], "body", None, tuple(served[1:]))

    def _hear_pronouns(self) -> None:
        """Let the first he or she after a sentence with one person tell who is which."""
        persons: dict[int, list[Naming]] = {}
        for naming in self.namings:
            if naming.person and not naming.quoted:
                persons.setdefault(self.sentence(naming.span.start), []).append(naming)
        for number, found in persons.items():
            person = found[0].person
            known = person and self._is_clear(found) and (person.credible or len(person.parts) == 1)
            if person and known and all(n.person is person for n in found):
                self._hear(person, found[0].span.end, self._until(number, number + 1 in persons))

    def _is_clear(self, found: list[Naming]) -> bool:
        """Tell whether the names leave no doubt which of several namesakes is meant."""
        person = found[0].person
        return (
            person is None
            or len(self.people[person.last]) == 1
            or any(n.span.end - n.span.start > len(person.parts[-1]) for n in found)
        )

    def _until(self, number: int, others: bool) -> int:
        """Return the end of a sentence, or of the one after it if nobody else is named there."""
        ends = [*self.starts[1:], len(self.text)]
        return ends[min(max(0, number - 1 + (not others)), len(ends) - 1)] if ends else 0

    def _hear(self, person: Person, start: int, stop: int) -> None:
        for match in _HE.finditer(self.text, start, stop):
            if not self.in_quotes(match.start()):
                near = self.sentence(match.start()) == self.sentence(start)
                person.votes["f" if match[0].lower() in {"she", "her", "herself"} else "m"] += 1 + near
                return


def names_in(namings: Iterable[Naming], span: Span) -> list[Naming]:
    """Return the namings that start within ``span``."""
    return [n for n in namings if span.start <= n.span.start < span.end]
