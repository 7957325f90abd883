"""The words that report speech and thought, by what is done with them: stems of verbs and nouns, and fixed phrases."""

from __future__ import annotations

import re
from functools import lru_cache

from index.claim import Polarity
from index.grammar import word_set
from index.terms import stem

_ASSERTS = (
    "say said says saying tell told write wrote written add state announce announcement declare declaration "
    "note report explain explanation argue argument claim insist maintain contend assert assertion affirm "
    "reaffirm confirm acknowledge acknowledgement acknowledgment admit admission concede concession confess "
    "disclose reveal revelation describe description call label brand dub name term portray depict "
    "characterize characterise cast paint tweet retweet post posted blog email e-mail text joke quip comment "
    "commentary remark observe observation mention reply respond response answer testify testimony recall "
    "recount remember remind cite quote refer reference point show find found finding discover discovery "
    "conclude conclusion determine determination rule ruling learn know knew known understand understood "
    "realize realise recognize recognise see saw seen notice read list define identify emphasize emphasise "
    "stress underline underscore highlight boast brag tout laud praise hail applaud welcome celebrate thank "
    "congratulate credit commend salute endorse endorsement support back favor favour agree agreement echo "
    "repeat reiterate restate concur defend justify apologize apologise apology lament bemoan regret mourn "
    "express voice talk speak spoke spoken discuss address articulate outline detail elaborate clarify narrate "
    "relate proclaim proclamation pronounce certify attest vouch testament brief inform notify convey "
    "communicate signal indicate indication demonstrate prove proof document publish release broadcast issue "
    "statement message headline title interview shout yell scream chant cry whisper mutter murmur exclaim "
    "interject reason rationalize rationalise theorize theorise surmise opine view opinion interpret "
    "interpretation assess assessment rate rank evaluate diagnose calculate compute count decide decision "
    "choose chose plan intend intention aim propose proposal offer introduce nominate vote elect appoint love "
    "hate like dislike prefer enjoy oppose opposition resist agree sign summarize summarise insinuate contrast "
    "compare liken equate invoke allude sing lecture preach teach profess chime continue conclude ask asked "
    "inquire enquire tip leak joke mean meant focus seek sought try"
)
_DENIES = (
    "deny denial exclude rebut rebuttal refute refutation repudiate repudiation disavow disclaim reject rejection "
    "dismiss dismissal rebuff rebuffed contradict debunk discount disprove gainsay dispute negate"
)
_ACCUSES = (
    "accuse accusation allege allegation blame fault charge incriminate indict impute condemn "
    "condemnation denounce denunciation criticize criticise criticism critique slam blast assail decry deride "
    "lambast lambaste rebuke reprimand censure castigate deplore chide chastise rip bash excoriate "
    "berate savage mock ridicule attack scold upbraid vilify malign smear disparage belittle pillory skewer "
    "scorch insult taunt complain complaint vituperate fulminate inveigh trash slur impugn hammer knock hit "
    "roast scoff scoffed sneer denigrate demonize demonise"
)
_DEMANDS = (
    "demand urge urging exhort implore beg plead plea beseech request require order instruct command "
    "appeal petition press pressure push lobby encourage recommend recommendation advise advice counsel prod "
    "nudge enjoin summon ultimatum entreat compel dictate mandate pray"
)
_PROMISES = (
    "promise pledge vow swear swore sworn commit commitment guarantee assure assurance undertake undertook "
    "undertaking oath pact ensure reassure reassurance"
)
_WARNS = "warn warning caution cautionary alert threaten threat threatening alarm forewarn admonish menace alarmed"
_DOUBTS = (
    "doubt doubtful question skeptical sceptical skepticism scepticism skeptic sceptic wonder unsure uncertain "
    "uncertainty unclear query challenge disbelieve disbelief unconvinced mistrust distrust dubious suspicious "
    "puzzle"
)
_HEDGES = (
    "suggest suggestion appear seem believe belief think thought thinks reckon estimate estimation suspect "
    "suspicion speculate speculation "
    "expect expectation predict prediction "
    "forecast project anticipate hint imply implication guess assume assumption presume suppose "
    "hope fear worry concern consider deem perceive imagine feel felt sense hypothesize hypothesise hypothesis "
    "conjecture bet envision envisage foresee purport rumor rumour rumored rumoured dread "
    "theory confident convince optimistic hopeful afraid worried concerned fearful arguably"
)
_TABLES: tuple[tuple[Polarity, str], ...] = (
    ("asserts", _ASSERTS),
    ("hedged", _HEDGES),
    ("doubts", _DOUBTS),
    ("warns", _WARNS),
    ("promises", _PROMISES),
    ("demands", _DEMANDS),
    ("accuses", _ACCUSES),
    ("denies", _DENIES),
)

LIGHT = word_set(
    "a an the its his her their our my your this that these those some any no more also be is are was were been being"
    " am 's ’s 're ’re have has had having do does did done will would shall should can could to by in on of at for"
    " with from as and or not n't never again now then later earlier initially first just still even only already"
    " once often repeatedly publicly privately previously recently earlier always sharply strongly flatly firmly"
    " quickly immediately it he she they we i you make made makes making give gave given gives giving issue issues"
    " issued issuing raise raises raised raising cast casts casting express expresses expressed expressing voice voices"
    " voiced voicing put puts putting go goes went going gone come came comes coming take takes took taken taking"
    " get gets got getting continue continues continued continuing begin began begins begun start started starts"
    " keep keeps kept keeping try tries tried trying seek seeks sought seeking repeat repeats repeated repeating"
    " reiterate reiterates reiterated reiterating renew renews renewed renewing echo echoes echoed echoing deliver"
    " delivered level levels leveled levelled leveling lodge lodged lodging release released releasing file filed"
    " declined decline declines declining refuse refused refuses refusing failed fail fails failing want wants wanted"
    " use uses used using out up off down over about into against back clear statement statements letter comment"
    " offer offers offered offering hold holds held make lay laid lays laying move moves moved face faces faced"
    " respond responds responded responding response reply"
)
REFUSALS = word_set(
    "decline declines declined declining refuse refuses refused refusing refusal fail fails failed failing failure"
    " unable unwilling neglected neglects avoided avoids avoiding dodged dodges dodging sidestepped evaded stopped"
    " withheld reluctant reluctance"
)
HEDGE_WORDS = word_set(
    "may might could likely possibly probably perhaps maybe apparently reportedly allegedly seemingly supposedly"
    " purportedly potentially presumably seem seems seemed appear appears appeared suggest suggests suggested possible"
    " probable unlikely unclear uncertain"
)
OPINION = word_set("think believe guess suppose suspect hope feel expect imagine reckon assume doubt")

_NO = r"(?:[\w'’-]+\s+){0,3}?"
_FALSE = (
    r"(?:false|baseless|untrue|unfounded|groundless|fabricat\w+|lies?|lying|fake|nonsense|hoax|absurd|bogus|fiction\w*"
    r"|invent\w+|rubbish|ridiculous|inaccurate|propaganda|slander\w*|libel\w*|myth|incorrect|unsubstantiated|garbage)"
)
_ALLEGED = (
    r"(?:claims?|allegations?|accusations?|charges?|reports?|suggestions?|assertions?|stor(?:y|ies)|rumou?rs?|account"
    r"|speculation|insinuations?|narrative|findings?)"
)
DENIAL_OF = re.compile(
    rf"^\W*(?:that\s+)?(?:the|these|those|such|any|all|his|her|their|its|russia[n’'s]*)?\s*{_NO}{_ALLEGED}\b[^.?!]{{0,60}}?"
    rf"\b(?:is|are|was|were|as|to be|been|being)?\b\W*(?:\w+\W+){{0,3}}?{_FALSE}\b",
    re.IGNORECASE,
)
_PHRASES: dict[str, str] = {
    "demands": "call on,call upon,call for,ask for,push for,press for,plead for,insist on,insist upon,campaign for",
    "accuses": "point finger,point fingers,lash out,hit out,rail against,rail at,take aim,take issue,tear into,"
    "rip into,lay into,go after,speak against,take task,call out,hold responsible,fire back,swipe at",
    "denies": "rule out,shrug off,brush off,brush aside,push back,shoot down,knock down,wave off,wave away,throw water,"
    "pour water,fend off",
    "doubts": "cast doubt,raise doubt,raise doubts,express doubt,call question,not sure,not certain,not convinced,"
    "know whether,know if,raise question,raise questions",
    "warns": "sound alarm,raise alarm,ring alarm",
    "asserts": "plead guilty,make clear,point out,point to,look at,look for,speak of,go on,reach out,hit back",
}


@lru_cache(maxsize=1)
def phrases() -> dict[tuple[str, str], Polarity]:
    """Return what a word does together with a second one close behind it ("call … on"), by their lemmas."""
    pairs = ((phrase.split(), kind) for kind, some in _PHRASES.items() for phrase in some.split(","))
    return {(stem(verb), stem(second)): kind for (verb, second), kind in pairs}  # type: ignore[misc]


@lru_cache(maxsize=1)
def polarities() -> dict[str, Polarity]:
    """Return what each reporting word does, by its stem."""
    return {stem(word): polarity for polarity, words in _TABLES for word in words.split()}
