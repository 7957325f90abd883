"""The exact checks: each kind of reason, and what must not be one."""

from __future__ import annotations

import time

import pytest

from rag.exact import KINDS, Reason, exact


def kinds(statement: str, evidence: str) -> list[tuple[str, bool]]:
    return [(r.kind, r.against) for r in exact(statement, evidence)]


AGAINST = [
    ("number", "The blast killed 41 people.", "The blast killed eight people and wounded 41."),
    ("number", "Nine people were hurt in the blast.", "The blast hurt 30 people and killed nine."),
    ("negation", "A jury convicted the mayor of fraud.", "A jury acquitted the mayor of fraud."),
    ("negation", "The envoy accepted the offer of talks.", "The envoy turned down the offer of talks."),
    ("name", "The envoys met on the sidelines of a G20 summit.", "The envoys met on the margins of an ASEAN summit."),
    ("name", "It was Spain's Ana Gil who raised the tax idea.", "The tax idea was raised by the lawyer Bo Lund."),
    ("number", "The blast killed 40 miners.", "The blast killed 14 miners, the mayor said."),
    ("number", "The blast killed forty miners.", "The blast killed fourteen miners."),
    ("number", "Fewer than 30 ships left.", "More than 40 ships left the port."),
    ("number", "Hundreds of pupils fell ill.", "37 pupils fell ill."),
    ("number", "The firm paid $3 million.", "The firm paid $3bn in fines."),
    ("number", "Exports rose 15%.", "Exports rose 5.3 per cent last year."),
    ("number", "It was the second attempt.", "It was the third attempt."),
    ("number", "The hosts won 2-1.", "The hosts won 3-1 on Sunday."),
    ("number", "Two-thirds of members agree.", "Half of members agree."),
    ("number", "Between 50 and 60 trains ran.", "Between 20 and 30 trains ran."),
    ("date", "The summit opened on 8 April 2018.", "The summit opened on Saturday, April 7, 2018."),
    ("date", "The bridge was finished in 2017.", "The bridge was finished in 2016."),
    ("date", "The strike began on Monday.", "The strike began on Tuesday."),
    ("date", "The tax starts in March.", "The tax starts in May."),
    ("date", "The law was passed in 2018.", "The law was passed on 2016-04-07."),
    ("name", "Lavrov met the envoys in Paris.", "Cavusoglu met the envoys in Paris."),
    ("name", "The talks were held in Geneva on Friday.", "The talks were held in Vienna on Friday."),
    ("number", "They talked for two hours.", "They sat down for a 30-minute talk."),
    ("number", "Ada and Ben talked for two hours.", "Ada, who left two years ago, met Ben for a 30-minute talk."),
    ("number", "The siege lasted 45 minutes.", "The siege lasted three weeks, the army said."),
    ("name", "The Syria summit took place in Ankara.", "The summit on Syria, held that day in Tehran, was brief."),
    (
        "name",
        "The envoy had a long meeting in Riyadh.",
        "After his envoy had a long meeting with them in Oslo, he left.",
    ),
    (
        "name",
        "China vetoed the draft on the gas attack.",
        "In May, Russia vetoed the draft that condemned the gas attack.",
    ),
    ("name", "The Lodz talks were hosted by Ben Hale.", "The envoy, Ada Merz, who hosted the Lodz talks, was pleased."),
    (
        "name",
        "Ben Hale raised the idea of a ban.",
        "The idea of a ban was raised by Norway's premier Ada Merz.",
    ),
    (
        "name",
        "NATO leads a battle group in Poland.",
        "NATO leads a new battle group in Latvia to deter Russia.",
    ),
    ("name", "The two met in the capital of Chad.", "The two ended their talk in the capital of Laos on Friday."),
    ("number", "They talked for half an hour.", "They talked for two hours."),
    ("negation", "The army did not use chlorine.", "The army used chlorine in the raid."),
    ("negation", "The army used chlorine.", "The army denied using chlorine."),
    ("negation", "He failed to attend the hearing.", "He attended the hearing."),
    ("negation", "The president signed the bill.", "The president refused to sign the bill."),
    ("negation", "The vaccine causes fever.", "There is no evidence that the vaccine causes fever."),
    ("negation", "No passengers were hurt.", "Three passengers were hurt."),
    ("negation", "Rebels let families leave the zone.", "Rebels kept families from leaving the zone."),
    ("negation", "Exports fell last year.", "Exports rose last year."),
    ("negation", "Ten members voted against the plan.", "Ten members voted in favour of the plan, two against."),
    ("negation", "The minister spoke in favor of the ban.", "The minister spoke against the ban."),
    ("negation", "The dam broke on Friday.", "Claims that the dam broke on Friday are false."),
    ("quotation", "He called it “a total disaster for us”.", 'He called it "a complete disaster for us".'),
    ("quotation", "Ada Merz called the draft “deeply flawed”.", "Ada Merz called the draft “very good.”"),
    ("claimant", "France said the raid was illegal.", "Russia said the raid was illegal. France took part."),
    ("claimant", "According to Reuters, Iran said no.", "According to Tass, Iran said no. Reuters was absent."),
]


@pytest.mark.parametrize(("kind", "statement", "evidence"), AGAINST)
def test_evidence_that_says_otherwise_is_a_reason_against(kind: str, statement: str, evidence: str) -> None:
    assert (kind, True) in kinds(statement, evidence)


MISSING = [
    ("number", "The blast killed 40 miners.", "The mine was closed after the blast."),
    ("date", "The bridge was finished in 2017.", "The bridge was finished by two brothers."),
    ("name", "The deal was praised by Angela Merkel.", "The deal was praised by many."),
    ("quotation", "She spoke of “a new dawn”.", "She spoke of hope."),
    ("hedge", "The drug lowers mortality.", "The drug may lower mortality."),
    ("hedge", "The man robbed the bank.", "The man allegedly robbed the bank, police said."),
]


@pytest.mark.parametrize(("kind", "statement", "evidence"), MISSING)
def test_what_the_evidence_lacks_is_a_reason_that_excludes_nothing(kind: str, statement: str, evidence: str) -> None:
    assert kinds(statement, evidence) == [(kind, False)]


FINE = [
    ("The mayor's office turned down a request to talk.", "The mayor's office declined a request to talk."),
    ("The blast killed eight people.", "Eight people died in the blast, and 41 were wounded."),
    ("Russia vetoed the draft in the council.", "The draft was vetoed by Moscow's envoy in the council."),
    ("NATO leads a battle group in Latvia.", "In the Baltic state of Latvia, NATO leads a battle group."),
    ("The blast killed forty miners.", "The blast killed 40 miners."),
    ("More than 30 people died.", "Officials said 40 people died."),
    ("About 40 people died.", "42 people died."),
    ("Dozens of people were hurt.", "37 people were hurt."),
    ("The deal is worth $1.2 billion.", "The deal is worth $1,213,000,000."),
    ("The deal is worth $40m.", "The deal, signed on Friday, is worth 40 million dollars."),
    ("Half of voters agree.", "50% of voters agree."),
    ("Exports rose 5%.", "Exports rose 5.3 per cent."),
    ("Rebels kept families from leaving the zone.", "Rebels were preventing families from leaving the zone."),
    ("Terms were settled before fighting was paused.", "Fighting was not paused until terms were settled."),
    ("They talked for two hours.", "They talked for 120 minutes."),
    ("The ministers met in Riga.", "The ministers met in Latvia's capital, Riga."),
    ("The Group of Seven met.", "The G7 met."),
    ("The summit took place in 2018.", "The summit took place on 2018-04-07."),
    ("The summit took place in April 2018.", "The summit of 2018 took place on 7 April."),
    ("He may resign in May.", "He may resign in May."),
    ("Moscow rejected the plan.", "Russia rejected the plan."),
    ("Sergei Lavrov met the envoy in Kyiv.", "Lavrov met the envoy in Ukraine's capital."),
    ("The UN Security Council met.", "The United Nations Security Council met."),
    ("Officials said the bridge was closed.", "The bridge was closed, officials said."),
    ("He did not fail to attend the hearing.", "He attended the hearing."),
    ("The army did not use chlorine.", "The army denied using chlorine."),
    ("Striker De Gea wears the number 1 shirt.", "De Gea, the striker, wears the No 1 shirt."),
    ("He called it “a complete disaster”.", "“A complete disaster,” he said."),
    ("She promised 'peace … for all'.", "She promised 'peace and bread for all'."),
    ("The drug may lower mortality.", "The drug lowers mortality."),
    ("Lavrov said the raid was illegal.", "Sergei Lavrov, Russia's foreign minister, said the raid was illegal."),
    ("", "Anything."),
    ("Nothing to compare.", "Nothing to compare."),
]


@pytest.mark.parametrize(("statement", "evidence"), FINE)
def test_what_the_evidence_says_in_other_words_is_no_reason(statement: str, evidence: str) -> None:
    assert kinds(statement, evidence) == []


def test_a_reason_names_both_sides_in_one_plain_line() -> None:
    (found,) = exact("The blast killed 40 miners.", "The blast killed 14 miners.")
    assert found == Reason("number", "the statement says 40, the evidence 14", against=True)
    assert found.json() == {"kind": "number", "text": "the statement says 40, the evidence 14", "against": True}


def test_every_sentence_of_a_statement_is_checked() -> None:
    found = kinds("The mine is closed. The blast killed 40 miners.", "The mine is closed. The blast killed 14 miners.")
    assert found == [("number", True)]


def test_reasons_against_come_first_and_each_once() -> None:
    found = exact("Ada Merz paid $3m in 2017. Ada Merz paid $3m in 2017.", "The firm paid $3m in 2016.")
    assert [r.against for r in found] == sorted((r.against for r in found), reverse=True)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "text", ["May " * 5000, '"' * 20000, "9" * 20000, "one and " * 3000, "said Ab " * 3000, "- " * 9000]
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    start = time.process_time()
    exact(text, text)
    assert time.process_time() - start < 10


def test_the_kinds_are_those_that_are_documented() -> None:
    assert KINDS == ("number", "date", "name", "negation", "quotation", "hedge", "claimant")


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("The attack on the mill was staged.", "An attack on the mill killed nine people."),
        ("There was an attack on the mill.", "The attack on the mill was fabricated."),
        ("Arsonists helped to stage the attack on the mill.", "Arsonists carried out an attack on the mill."),
    ],
)
def test_an_event_called_staged_and_one_taken_for_real_exclude_each_other(statement: str, evidence: str) -> None:
    """Who calls it staged is not supported by who counts its dead."""
    assert any(r.kind == "negation" and r.against for r in exact(statement, evidence))
