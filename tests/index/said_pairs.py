"""Pairs of claims in our own words that must be linked, each in its way, and pairs that must not."""

from __future__ import annotations

from dataclasses import dataclass

from index.claim import Polarity

MINISTRY, UNION, CLUB = "the health ministry", "the nurses' union", "the football club"


@dataclass(frozen=True)
class Said:
    """A claim of a test: who says what, how, on which day after the first, in which article."""

    who: str
    text: str
    polarity: Polarity = "asserts"
    day: int | None = 0
    page: str = "a"
    serves: tuple[str, ...] = ()
    before: str = ""
    negated: bool = False


OPPOSED = [
    (
        Said(MINISTRY, "the vaccine causes blindness in mice", page="a"),
        Said(UNION, "the vaccine does not cause blindness in mice", page="b"),
    ),
    (
        Said("Norvik Steel", "the furnace in Narvik exploded because of a gas leak", "accuses"),
        Said("the fire service", "there was no gas leak at the furnace in Narvik", page="b"),
    ),
    (
        Said("the police", "the guards shot at the crowd in Leeds"),
        Said("the prison service", "the guards never shot at the crowd in Leeds", page="b"),
    ),
    (
        Said("the bank", "unemployment rose in Portugal in May"),
        Said("the statistics office", "unemployment fell in Portugal in May", page="b"),
    ),
    (
        Said("the ferry company", "42 passengers were killed when the ferry sank off Crete"),
        Said("the coast guard", "71 passengers were killed when the ferry sank off Crete", page="b"),
    ),
    (
        Said("the rescue service", "more than 60 villagers were killed in the attack on Torvald", "accuses"),
        Said(
            "the general staff", "the attack on Torvald was staged", page="b", before="The attack on Torvald divides."
        ),
    ),
    (
        Said("the prosecutor", "the treasurer stole two million from the museum", "accuses"),
        Said("the treasurer", "that she stole two million from the museum", "denies", page="b"),
    ),
    (
        Said("the referee", "the striker pushed the goalkeeper before the goal"),
        Said(CLUB, "the striker did not push the goalkeeper before the goal", page="b"),
    ),
    (
        Said("the laboratory", "the new drug is safe for children with asthma"),
        Said("the regulator", "the new drug is dangerous for children with asthma", page="b"),
    ),
    (
        Said("the miners", "the dam in Ouro collapsed because the company ignored cracks", "accuses"),
        Said("the company", "it is false that the company ignored cracks in the dam in Ouro", page="b"),
    ),
    (
        Said("the council", "the bridge was hit by the barge"),
        Said("the owner", "the bridge was missed by the barge", page="b"),
    ),
    (
        Said("the airline", "the pilot had been drinking before the flight to Oslo", "accuses"),
        Said("the pilots' union", "that the pilot had been drinking before the flight", "denies", page="b"),
    ),
]

ANSWERED = [
    (
        Said("the opposition", "the minister took bribes from a builder", "accuses"),
        Said("the minister", "the allegations", "denies"),
    ),
    (Said("the coach", "the runner used a banned drug", "accuses"), Said("the runner", "it", "denies")),
    (
        Said("France", "the Syrian army used nerve gas in the town", "accuses"),
        Said("the Syrian government", "any involvement in the incident", "denies", serves=("Syria",)),
    ),
    (
        Said("the rescuers", "forty people died when the market was bombed", "accuses"),
        Said("the air force", "the whole incident was staged"),
    ),
    (
        Said("the newspaper", "the firm dumped poison in the river", "accuses"),
        Said("the firm", "the report is a complete fabrication and false", "denies"),
    ),
    (
        Said("the navy", "12 missiles struck the port", before=""),
        Said("the rebels", "only 3 of them got through", before="the navy said that 12 missiles struck the port."),
    ),
]

REPEATED = [
    (
        Said(MINISTRY, "the hospital in Ghent will close its maternity ward next year"),
        Said(MINISTRY, "the hospital in Ghent will close its maternity ward next year", page="b", day=5),
    ),
    (
        Said("Anna Keller", "the euro zone needs a common deposit insurance", serves=("Central Bank",)),
        Said("Central Bank", "the euro zone needs a common deposit insurance", page="b", day=2),
    ),
    (
        Said(CLUB, "its goalkeeper broke his wrist during training on the island"),
        Said(CLUB, "the goalkeeper of the club broke his wrist in training", page="b"),
    ),
    (
        Said("NASA", "the probe found water ice under the surface of Mars"),
        Said("NASA", "water ice lies under the surface of Mars, where the probe found it", page="b", day=9),
    ),
]

UPDATED = [
    (
        Said("the fire service", "12 people were killed in the fire at the hotel in Split"),
        Said("the fire service", "19 people were killed in the fire at the hotel in Split", page="b", day=1),
    ),
    (
        Said("the bank", "the bank had lost the data of its customers in the attack"),
        Said("the bank", "the bank had not lost the data of its customers in the attack", page="b", day=20),
    ),
    (
        Said("the candidate", "he will raise the tax on petrol if elected mayor".replace(" if elected mayor", "")),
        Said("the candidate", "he will not raise the tax on petrol", page="b", day=40),
    ),
]

UNRELATED = [
    # The same topic, nothing that clashes.
    (Said(MINISTRY, "the vaccine protects older people well"), Said(UNION, "the vaccine arrived late", page="b")),
    (Said("Oslo", "talks about the fjord were useful"), Said("Bergen", "talks about the fjord will go on", page="b")),
    # A negation of something else.
    (
        Said("the United States", "Syrian forces carried out the gas attack on the town", "accuses"),
        Said("Britain", "it had no firm information that Russian forces carried out the gas attack", page="b"),
    ),
    (
        Said("the board", "the factory in Turin made a profit last year"),
        Said("the mayor", "the factory in Turin had no canteen last year", page="b"),
    ),
    # No evidence is no denial, nor is "not only" or "no doubt".
    (
        Said("the police", "the driver was drunk"),
        Said("the lawyer", "there was no evidence that the driver was drunk", page="b"),
    ),
    (
        Said("the police", "the driver was drunk and speeding"),
        Said("the judge", "the driver was not only drunk but speeding", page="b"),
    ),
    # Other names.
    (
        Said("the observers", "the vote in Ghana was rigged", "accuses"),
        Said("the commission", "the vote in Kenya was not rigged", page="b"),
    ),
    (
        Said("the bank", "house prices rose in Denmark"),
        Said("the ministry", "house prices fell in Iceland", page="b"),
    ),
    # Other times.
    (
        Said("the bank", "exports rose sharply in April"),
        Said("the ministry", "exports fell sharply in May", page="b"),
    ),
    (
        Said("the bank", "exports of cheese rose sharply", day=0),
        Said("the ministry", "exports of cheese fell sharply", page="b", day=300),
    ),
    # What may be is not what is; a question or a condition asserts nothing.
    (
        Said("the envoy", "chemical weapons might be used in the province"),
        Said("the army", "chemical weapons were not used in the province", page="b"),
    ),
    (
        Said("the union", "whether the mine is safe"),
        Said("the owner", "the mine is not safe", page="b"),
    ),
    (
        Said("the union", "to close the mine", "demands"),
        Said("the owner", "the mine was not closed", page="b"),
    ),
    # Numbers of other things, of the dead and the wounded, and numbers that fit.
    (
        Said("the army", "40 people were killed in the blast at the market"),
        Said("the doctors", "70 people were wounded in the blast at the market", page="b"),
    ),
    (
        Said("the army", "more than 40 people were killed in the blast at the market"),
        Said("the doctors", "70 people were killed in the blast at the market", page="b"),
    ),
    (
        Said("the army", "40 people were killed in the blast at the market"),
        Said("the doctors", "42 people were killed in the blast at the market", page="b"),
    ),
    # Staged, but another event, or no event at all.
    (
        Said("the rescuers", "the attack on Lorvik killed ten", "accuses", before="The attack on Lorvik is disputed."),
        Said("the army", "the incident was staged", page="b", before="The landing in Torvald is disputed."),
    ),
    (
        Said("the theatre", "the students staged a protest in the square"),
        Said("the mayor", "the students attacked the square", page="b"),
    ),
    # What another claimant says too is not a repetition, nor is what one says in one article.
    (
        Said(MINISTRY, "the hospital will close its maternity ward next year"),
        Said(UNION, "the hospital will close its maternity ward next year", page="b"),
    ),
    (
        Said(MINISTRY, "the hospital will close its maternity ward next year"),
        Said(MINISTRY, "the hospital will close its maternity ward next year"),
    ),
    # One claimant on two matters.
    (
        Said("the minister", "taxes on petrol will rise next year"),
        Said("the minister", "taxes on tobacco will fall next year", page="b", day=3),
    ),
    # A saying that did not take place.
    (
        Said("the prosecutor", "the treasurer stole two million from the museum", "accuses"),
        Said("the treasurer", "that she stole two million from the museum", "denies", page="b", negated=True),
    ),
    # Nobody to deny it to: the allegation is the denier's own, or there is none.
    (Said("the minister", "the mayor took bribes", "accuses"), Said("the minister", "the allegations", "denies")),
    (Said("the minister", "the weather was fine"), Said("the mayor", "the allegations", "denies")),
]
