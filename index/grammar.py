"""The closed classes of English that understanding a question needs: words that are never names and never a topic."""

from __future__ import annotations

import re

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[’'-][^\W_]+)*")
SUFFIX = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)


def word_set(words: str) -> frozenset[str]:
    """Return the words of a space-separated list."""
    return frozenset(words.split())


WH = word_set("what who whom whose which when where why how")
BE = word_set("is are was were be been being isn't aren't wasn't weren't what's who's where's how's when's")
AUXILIARIES = BE | word_set(
    "do does did has have had can could will would shall should may might must don't doesn't didn't hasn't"
    " haven't hadn't can't couldn't won't wouldn't shouldn't"
)
ARTICLES = word_set("a an the")
DEMONSTRATIVES = word_set("this that these those")
DETERMINERS = ARTICLES | DEMONSTRATIVES | word_set("any some no each every all both another such")
PREPOSITIONS = word_set(
    "about above across after against along amid among around as at before behind below beside besides between"
    " beyond by despite during except for from in inside into like near of off on onto outside over past per"
    " regarding since than through throughout to toward towards under until up upon versus via with within without"
    " concerning"
)
CONJUNCTIONS = word_set("and or but if because so though although while whether once unless nor yet")
PERSON_PRONOUNS = word_set("he she him her his hers")
THING_PRONOUNS = word_set("it its they them their theirs it's they're they've")
POSSESSIVES = word_set("his her its their it’s")
REFLEXIVES = word_set("himself herself itself themselves")
PRONOUNS = (
    PERSON_PRONOUNS
    | REFLEXIVES
    | THING_PRONOUNS
    | word_set("i you we me us my your our mine yours ours there then one ones i'm i've i'd i'll")
)
ADVERBS = word_set(
    "not also just still only ever never again already even now else more most much many very too really actually"
    " often so yes no okay ok please instead together long far"
)
FUNCTION = WH | AUXILIARIES | DETERMINERS | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | ADVERBS
REQUESTS = word_set(
    "tell show give list find explain describe compare summarise summarize name define discuss let help want know"
    " like say according hi hello thanks thank great cool wow hmm sure interesting sounds heard remember mentioned"
    " see understand true"
)
SAYING = word_set(
    "accuse accused accuses add added adds admit admitted admits agree agreed agrees allege alleged alleges"
    " announce announced announces argue argued argues ask asked asks assert asserted asserts believe believed"
    " believes blame blamed blames call called calls claim claimed claims comment commented comments concede"
    " conceded condemn condemned condemns confirm confirmed confirms criticise criticised criticize criticized"
    " declare declared declares demand demanded demands denied denies deny describe described dispute disputed"
    " disputes emphasise emphasize emphasized explain explained explains express expressed insist insisted insists"
    " mention mentioned note noted notes pledge pledged promise promised promises propose proposed proposes react"
    " reacted refuse refused reject rejected rejects reply replied report reported reports respond responded"
    " responds said say saying says state stated states suggest suggested suggests tell telling tells think thinks"
    " thought threaten threatened told urge urged urges vow vowed want wanted wants warn warned warns write writes"
    " wrote"
)
TITLES = word_set(
    "mr mrs ms dr sir lord lady president vice prime minister foreign defence defense finance interior secretary"
    " chancellor ambassador senator sen rep representative congressman governor gov king queen prince princess"
    " pope general gen colonel col captain chief spokesman spokeswoman spokesperson leader premier deputy justice"
    " judge envoy mp professor prof director former then commissioner chairman chairwoman chair mayor ministry"
    " minister's affairs government administration high"
)


def words(text: str) -> list[str]:
    """Return the words of ``text``, with their possessive ending, in order."""
    return WORD.findall(text)


def bare(word: str) -> str:
    """Return ``word`` lower-cased, with straight apostrophes and without a possessive ending."""
    return SUFFIX.sub("", word).replace("’", "'").casefold()


_ACTS = word_set(
    "abandon accept affect allow annex approve arrive attack attend back become begin bomb break bring build buy"
    " carry cause change choose come compare condemn consider control cost create cut decide deploy destroy"
    " develop die do drop eat end enable evolve exist expel fail fall fight find fire follow form get give go grow"
    " happen hear help hit hold hope hurt impact improve impose include increase influence invade invest join keep"
    " kill know last launch lead learn leave lift live look lose make mean meet move need occur offer open oppose"
    " originate originally pay plan play prevent produce protect pull push put reach receive reduce relate release"
    " remain resign resolve retaliate return rise run see seem sell send set shift show sign sound speak spend"
    " spread stage stand start stay stop strike struggle support survive take talk travel treat try turn use veto"
    " visit vote win withdraw work"
)
_E_FORMS = {verb[:-1] + "ed" for verb in _ACTS if verb.endswith("e")} | {verb + "ed" for verb in _ACTS}
_PASTS = word_set(
    "became began blew bought broke brought built came did drew fell fled fought found froze gave got grew had heard"
    " held hit kept knew led left lost made met paid put ran saw sent shot sold sought spent spoke stood struck took"
    " went withdrew won"
)
VERBS = SAYING | _PASTS | _ACTS | _E_FORMS | {verb + "s" for verb in _ACTS}
