"""What an attribution does with its content."""

from __future__ import annotations

import pytest

from index.force import forceful, main_clause, negative_content
from tests.index.marking import marked


def force(text: str) -> tuple[str, bool, bool]:
    plain, (found,) = marked(text)
    understood = forceful(plain, found)
    return understood.polarity, understood.hedged, understood.negated


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("[S The mayor] [C said] [O the dam would hold].", "asserts"),
        ("[S The mayor] [C said] [O there was no leak].", "asserts"),
        ("[S The mayor] [C has repeatedly denied] [O taking money].", "denies"),
        ("[S The Syrian government] [C denies] [O these allegations].", "denies"),
        ("[S The mayor] [C dismissed] [O the report as false].", "denies"),
        ("[S The mayor] [C rejected] [O the accusations].", "denies"),
        ("[S The mayor] [C called] [O the allegations “baseless”].", "denies"),
        ("[S The mayor] [C said] [O the claims were completely untrue].", "denies"),
        ("[S The mayor] [C ruled out] [O a second bridge].", "denies"),
        ("[S The mayor] [C called] [O the bridge a wonder].", "asserts"),
        ("[S The mayor] [C accused] [O the firm of lying].", "accuses"),
        ("[S The mayor] [C blamed] [O the firm] for the leak.", "accuses"),
        ("[C accusations] [O that the firm lied]", "accuses"),
        ("[S The mayor] [C criticised] [O the firm].", "accuses"),
        ("[S The mayor] [C lashed out at] [O the firm].", "accuses"),
        ("[S The mayor] [C called on] [O the firm to pay].", "demands"),
        ("[S The mayor] [C called] [O for the firm to pay].", "demands"),
        ("[S The mayor] [C urged] [O the firm to pay].", "demands"),
        ("[S The mayor] [C asked] [O that the firm pay].", "demands"),
        ("[S The mayor] [C asked] [O who would pay].", "asserts"),
        ("[S The mayor] [C had asked] [O the firm for an answer].", "demands"),
        ("[S The mayor] [C held] [O the firm responsible].", "accuses"),
        ("[S The mayor] [C has pleaded] [O not guilty].", "denies"),
        ("[S The mayor] [C insisted] [O that the firm had paid].", "asserts"),
        ("[S The mayor] [C insisted on] [O a payment].", "demands"),
        ("[S The mayor] [C has vowed] [O to pay].", "promises"),
        ("[S The firm] [C agreed] [O to pay].", "promises"),
        ("[S The firm] [C agreed] [O that it had paid].", "asserts"),
        ("[S The mayor] [C warned] [O that the dam would break].", "warns"),
        ("[S The mayor] [C threatened] [O to close the dam].", "warns"),
        ("[S The mayor] [C cast doubt on] [O the report].", "doubts"),
        ("[S The mayor] [C questioned] [O whether it was true].", "doubts"),
        ("[S The mayor] [C was questioned about] [O the money].", "asserts"),
        ("[S The mayor] [C believes] [O the dam will hold].", "hedged"),
        ("[S The mayor] [C reported] [O a leak].", "asserts"),
        ("[S The mayor] [C reportedly said] [O the dam broke].", "hedged"),
        ("[S The mayor] [C said] [O the dam could break].", "hedged"),
        ("[S The mayor] [C said] [O if it rains, the dam may break].", "hedged"),
        ("[S The mayor] [C said] [O the dam was built by men who might have erred].", "asserts"),
        ("[S The mayor] [C said] [O nobody could save the dam].", "asserts"),
        ("[S The mayor] [C said] [O the leak began in May].", "asserts"),
        ("[S The mayor] [C found] [O that 28 percent of likely voters stayed].", "asserts"),
        ("[S The mayor] [C zorbled] [O the dam].", "asserts"),
    ],
)
def test_the_head_of_the_cue_decides_what_is_done(text: str, polarity: str) -> None:
    assert force(text)[0] == polarity


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("[S The mayor] [C did not say] [O who would pay].", True),
        ("[S The mayor] did not [C say] [O who would pay].", True),
        ("[S The mayor] would not immediately [C say] [O who would pay].", True),
        ("[S The mayor] [C wouldn’t address] [O the leak].", True),
        ("[S The mayor] [C declined] [O to comment].", True),
        ("[S The mayor] [C refused to say] [O who would pay].", True),
        ("[S The mayor] declined to [C say] [O who would pay].", True),
        ("[S The mayor] [C has never said] [O who would pay].", True),
        ("[S The report] [C made no mention of] [O the leak].", True),
        ("[S The mayor] [C did not deny] [O the leak].", True),
        ("[S The mayor] [C not only said] [O he would pay].", False),
        ("[S The mayor] [C denied] [O the leak].", False),
        ("[S The mayor] [C said] [O he would not pay].", False),
        ("Nobody paid, and did not. [S The mayor] [C said] [O he would pay].", False),
    ],
)
def test_negation_is_that_of_the_saying(text: str, negated: bool) -> None:
    assert force(text)[2] is negated


def test_not_denying_is_a_denial_negated() -> None:
    assert force("[S The mayor] [C did not deny] [O the leak].") == ("denies", False, True)


def test_a_warning_that_hedges_stays_a_warning() -> None:
    assert force("[S The mayor] [C warned] [O that the dam might break].") == ("warns", True, False)


@pytest.mark.parametrize(
    ("content", "negative"),
    [
        ("there was no leak", True),
        ("that it hadn’t used the gas", True),
        ("“We have never paid,”", True),
        ("the dam held because nobody touched it", False),
        ("the dam would hold", False),
    ],
)
def test_a_negative_content_is_told_by_its_main_clause(content: str, negative: bool) -> None:
    plain, (found,) = marked(f"[S The mayor] [C said] [O {content}].")
    assert negative_content(plain, found) is negative


def test_a_main_clause_leaves_out_what_leads_and_what_is_subordinate() -> None:
    assert main_clause("that, if it rains, the dam may break because it is old") == ["the", "dam", "may", "break"]
