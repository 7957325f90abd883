"""Tells the furniture of a page (buttons, credits, labels, notices) from the words of a story, one line at a time.

The cues are word classes, not phrases: an instruction to the reader together with a part of the page, a label with a
list behind it, names beside an agency. Whatever reports (quotes, says, names a third person) counts as story.
"""

from __future__ import annotations

import re

_TALK_LENGTH = 500
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"""[.!?…。！？؟।:;]["'”’»)\]*_]*(?:\s*[(\[][^()\[\]]{1,60}[)\]])?$""")
_SENTENCE_GAP = re.compile(r"""(?<=[.!?…。！？])["'”’»)\]]*\s+(?=\S)""")

_AGENCY = (
    r"(?:AP|AFP|EPA|ANSA|TASS|UPI|DPA|PTI|CP|PA|Reuters|Xinhua|Sputnik|RIA Novosti|Getty|Shutterstock|Alamy|Corbis"
    r"|Bloomberg|Associated Press|Canadian Press|Press Association|Agence France-Presse|Anadolu|iStock|Flickr"
    r"|Wikimedia|Wikipedia|Unsplash|Pixabay|Creative Commons|CC[ -]BY\S*|Instagram|Facebook|Twitter|YouTube)"
)
_CREDIT_WORD = (
    r"(?:photo(?:graph|s|graphy|grapher)?|image|picture|pic|illustration|graphic|video|screen ?shot|screengrab|file)"
)
_CREDIT_MARK = re.compile(
    rf"(?:(?<![A-Z]){_AGENCY}\b|\b(?:[Ii]mages|[Pp]ool|[Hh]andout|[Cc]ourtesy|[Vv]ia)\b|©|\(c\)"
    rf"|(?i:\b{_CREDIT_WORD}s?\s*(?:by|credit|courtesy|copyright|from|:|/|©))|(?i:\b(?:credit|copyright)s?\s*:))"
)
_CREDIT_LABEL = re.compile(
    rf"^\W*(?:(?:\w+ )?{_CREDIT_WORD}s?(?: (?:credit|source|courtesy|copyright|by))?|credits?"
    rf"|copyright)\s*(?::|©|\bby\b)",
    re.IGNORECASE,
)
_CAPTION_LABEL = re.compile(
    rf"^(?:{_CREDIT_WORD} (?:copyright|source)\s[^.]{{0,60}}?\s)?{_CREDIT_WORD} caption\s+", re.IGNORECASE
)
_STAFF = re.compile(
    r"^\W*(?:with )?(?:(?:additional|further|extra|more) )?(?:files?|reporting|reports?|writing|written|edited|editing"
    r"|compiled|reported|research|translat\w+)\s+(?:by|from)\b|\bcontributed (?:to this (?:report|story"
    r"|article|piece|post)"
    r"|reporting)\b|^\W*with (?:\w+ )?(?:files|reporting|reports)\b|\b(?:writing|editing|reporting) by [^.]+;",
    re.IGNORECASE,
)
_STAFF_PLAIN_TEXT = (
    "with additional further extra more files file reporting reports report writing written edited editing"
    " compiled reported research by from and in at for of to the this story article piece post contributed"
    " correspondent staff writer writers reporter reporters agencies news translated translation translating de"
    " van von al"
)
_STAFF_PLAIN = frozenset(_STAFF_PLAIN_TEXT.split())
_BYLINE = re.compile(
    r"^(?:by|from|posted by|written by|words by|story by|author:?)\s+"
    r"(?P<name>[^\W\d_][\w.'’\-]*(?:,?\s+(?:and\s+|&\s+|de\s+|van\s+|von\s+)?[^\W\d_][\w.'’\-]*){1,6})"
    r"(?:\s*[,|–—-]\s*[^.]{2,60})?$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?P<label>[^\W\d_][\w’' -]{1,24}?)\s*:\s*(?P<rest>.*)$", re.DOTALL)
_PAGE_LABEL = re.compile(
    r"^(?:(?:post |article |news )?(?:tag(?:s|ged)?|categor(?:y|ies)|topics?|keywords?|filed under|labels?|sections?)"
    r"(?: (?:as|in|with|under))?|share(?: this)?(?: \w+)?|related(?: \w+)?|more(?: on| from| about)?(?: \w+)?"
    r"|read(?: also| more| next)?|also read|see(?: also| more)|watch(?: live| now| also)?|listen|don[’']t miss"
    r"|in pictures|url|permalink|short ?link|follow(?: us)?|source link)$",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"^\W*(?:(?:\d+ |leave (?:a |your )?|add (?:a |your )?|post a |join the |view |show |load |all )*"
    r"(?:comments?|reply|replies|responses?|conversation|discussion)(?: \(?\d+\)?)?(?: (?:section|so far"
    r"|on this \w+|to .+))?"
    r"|(?:related|recommended|popular|latest|top|trending|similar|more|most (?:read|viewed|popular))"
    r"(?: (?:articles?|stories|story|posts?|news|videos?|links?|content|reading|topics?|for you"
    r"|on this \w+|from .+|in .+))"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|what to read next|read next|trending(?: now)?)\W*$",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\b(?:click|tap|subscribe|sign(?:ed)? up|sign in|log(?:ged)? (?:in|on)|register|tweet|retweet|unsubscribe|download"
    r"|e-?mail|bookmark|scroll|swipe|opt out|pin it)\b",
    re.IGNORECASE,
)
_OPENING_ACT = re.compile(
    r"(?:please |also |and |or |to )?(?:share|follow|print|reply|save|contact|enable|browse|join|send|add"
    r"|leave|report|read"
    r"|see|get|view|watch|listen|support|donate|skip|cancel|notify|receive|accept|return|jump|like (?:us"
    r"|this|our|the .{1,30} on)|have something to|let us"
    r"|write to|visit|check out|find|stay|click|tap|subscribe|sign up|do you|we want to hear|we(?:[’']d"
    r"| would) like to)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:newsletters?|inbox|cookies?|privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions)|javascript"
    r"|browser|this (?:page|article|story|post|site|website|link|feature|video|content|author|entry"
    r"|comment)|(?:web)?site"
    r"|(?:our|the|your|a|this) (?:\w+ )?(?:comments?|comment section|reply|app|podcast|account|e-?mails?|notifications?"
    r"|social (?:networks?|media)|subscription|subscribers?|readers|servers?|password|profile)"
    r"|comment(?:s| section| form)"
    r"|advertisements?|(?:main )?content|e-?mail(?: address| alerts?)?|typos?|facebook|twitter|whatsapp"
    r"|linkedin|telegram"
    r"|instagram|reddit|pinterest|google\+?|flipboard|tumblr|rss|clipboard|search|navigation|menu|here|below|us|more"
    r"|required fields|html tags|full (?:story|article)|error)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\ball rights reserved\b|\b(?:may not|cannot) be (?:published|reproduced|republished"
    r"|redistributed)\b|^©|^copyright\b"
    r"|\bcomments?(?: section| form)?\b.{0,40}\b(?:closed|disabled|moderated|off|open|turned off)\b"
    r"|\bcookies?\b.{0,80}\bsite\b"
    r"|\bsite uses cookies\b|\b(?:protected by|powered by) (?:recaptcha|akismet|wordpress|disqus)\b"
    r"|\bviews? expressed\b.{0,80}\b(?:author|contributor|necessarily)\b"
    r"|\be-?mail (?:address )?will not be (?:published|shared)\b|\brequired fields are marked\b"
    r"|^this (?:article|story|post|piece) (?:was |has been )?(?:first |originally )?(?:appeared|published|posted)\b"
    r"|^\W*(?:story |article )?continues? (?:reading )?below\b|^\W*advertise?ments?\W*$|^\W*(?:sponsored"
    r"|promoted)(?: \w+)?\W*$"
    r"|\b\d+ (?:min(?:ute)?s?) read\b|^\W*(?:\d[\d.,]*k?\s+)?(?:shares?|views?|likes?"
    r"|retweets?)(?:\s+\d[\d.,]*k?)?\W*$",
    re.IGNORECASE,
)
_WIDGET = re.compile(
    r"^\W*(?:share|tweet|print|e-?mail|pin|like|reply|save|copy link|more|comments?|facebook|twitter|x"
    r"|whatsapp|linkedin"
    r"|telegram|reddit|pinterest|tumblr|messenger|flipboard|instagram|youtube|rss|sms|link|copy|on|via"
    r"|this|and|or|to|it"
    r"|home|menu|search|login|subscribe|close|next|previous|play|pause|mute|loading|gallery|\d+|\W)+$",
    re.IGNORECASE,
)
_US = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Oo]ur|us|[Ww]e|[Pp]lease|YOU|YOUR|OUR|[Cc]lick|CLICK)\b")
_REPORTS = re.compile(
    r"[\"“”«»]|\b(?:said|says|told|tells|according|added|wrote|announced|asked|stated|denied|claimed|warned|insisted"
    r"|argued|called on|he|she|his|her|they|their|was|were|had|did)\b",
    re.IGNORECASE,
)


def words(line: str) -> list[str]:
    """Return the words of a line in lower case, without punctuation."""
    return [word.casefold() for word in _WORD.findall(line)]


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does, closing quotes and brackets aside."""
    return bool(_SENTENCE_END.search(line.rstrip()))


def byline(line: str) -> str | None:
    """Return the names in a line such as ``By Ann Lee``, or None. At least one name must be capitalised."""
    match = _BYLINE.match(line.strip())
    if match is None or len(words(line)) > 12:
        return None
    name = match["name"]
    capitals = [part for part in name.split() if part[0].isupper()]
    return name if len(capitals) >= 2 and len(capitals) * 2 >= len(name.split()) else None


def is_credit(line: str) -> bool:
    """Tell whether a whole line credits a picture: names beside an agency or after a credit label."""
    count = len(words(line))
    story, credit = strip_credit(line)
    if credit and ends_sentence(story):
        return False
    if _CREDIT_LABEL.match(line):
        return count <= 14 and (not ends_sentence(line) or count <= 10)
    if count > 10 or not _CREDIT_MARK.search(line) or re.search(r"[^\W\d_]{4,}\.$", line):
        return False
    plain = [word for word in _WORD.findall(_CREDIT_MARK.sub(" ", line)) if word[0].islower()]
    return len(plain) <= 1 and bool(re.search(r"[/|©:]|[a-z]AP\b|\b[Vv]ia\b|[Ii]mages|[Pp]hoto|[Cc]ourtesy", line))


def is_staff_note(line: str) -> bool:
    """Tell whether a line only names who worked on the story (files, reporting, editing)."""
    if not _STAFF.search(line) or len(words(line)) > 40 or re.search(r"[\"“”]", line):
        return False
    plain = [word for word in _WORD.findall(line) if word[0].islower() and word not in _STAFF_PLAIN]
    return len(plain) <= 1


def is_page_label(line: str) -> bool:
    """Tell whether a line is a page label with nothing, or with a list or a headline, behind it (``Tags: a, b``)."""
    match = _LABEL.match(line)
    if match is None or not _PAGE_LABEL.match(match["label"]):
        return False
    rest = match["rest"].strip()
    return not re.search(r"[.!]$", rest) or len(words(rest)) < 4


def is_marker(line: str) -> bool:
    """Tell whether a line opens a block of comments, replies or links to other pages."""
    return bool(_MARKER.match(line)) and len(words(line)) <= 9


def is_page_talk(line: str) -> bool:
    """Tell whether every sentence of a line is about the page itself and none of it reports anything."""
    if len(line) > _TALK_LENGTH:
        return False
    if _WIDGET.match(line) and not ends_sentence(line):
        return True
    if not _PART.search(line) and not _NOTICE.search(line):
        return False
    parts = [part for part in _SENTENCE_GAP.split(line.strip()) if words(part)]
    if not parts:
        return False
    told = [_talks(part) for part in parts]
    if all(told):
        return True
    others = [part for part, talks in zip(parts, told, strict=True) if not talks]
    noticed = any(_NOTICE.search(part) for part in parts) and not _REPORTS.search(line)
    return noticed and sum(told) * 2 >= len(parts) and all(_US.search(part) for part in others)


def is_tag_slug(line: str) -> bool:
    """Tell whether a line is a slug of lower-case key words (the text behind a picture), without grammar or ending."""
    found = _WORD.findall(line)
    if not 2 <= len(found) <= 8 or found[0].isdigit() or ends_sentence(line) or re.search(r"[,;:\"“”‘—–-]", line):
        return False
    return line == line.lower() and not _GRAMMAR.intersection(found) and not re.search(r"\w(?:ed|ing|ly)\b", line)


def strip_credit(line: str) -> tuple[str, str]:
    """Take the picture credit off the end of a caption, and a caption label off its start.

    Returns:
        The caption, and what was taken off (empty if nothing was).
    """
    label = _CAPTION_LABEL.match(line)
    kept = line[label.end() :] if label else line
    taken = [label[0].strip()] if label else []
    for pattern in (_CREDIT_BRACKET, _CREDIT_TAIL, _OPEN_BRACKET):
        match = pattern.search(kept)
        if match and len(words(kept[: match.start()])) >= 3 and _credits(match["credit"]):
            taken.append(match[0].strip())
            kept = kept[: match.start()].rstrip()
    return kept, " ".join(taken)


_GRAMMAR_TEXT = (
    "a an the of in on at to for from by with and or but is are was were be been has have had do does did not"
    " no he she it they we you i this that as if when who what which his her its their our your will would can"
    " could may said after before over under into out up down off than then so new more against between during"
    " through about"
)
_GRAMMAR = frozenset(_GRAMMAR_TEXT.split())
_CREDIT_BRACKET = re.compile(r"\s*[(\[](?P<credit>[^()\[\]]{2,90})[)\]]\.?\s*$")
_CREDIT_TAIL = re.compile(
    rf"(?<=[.!?”\"])\s*(?P<credit>(?:(?:[Pp]hoto|[Ii]mage|[Pp]icture|PHOTO|IMAGE)\w*\s*(?:[Cc]redit\s*|[Bb]y\s*)?[:/©]"
    rf"|Credit:|©)[^.]{{2,80}}|[A-Z][\w.\- ]{{1,40}}\s?[/|]\s?(?:[\w ]+/)*{_AGENCY}[\w /]*)$"
)
_OPEN_BRACKET = re.compile(r"\s*\((?P<credit>)\s*$")


def _credits(text: str) -> bool:
    """Tell whether bracketed words are a credit; an empty text is a credit that was cut off."""
    if not text:
        return True
    if not _CREDIT_MARK.search(text) and "/" not in text:
        return False
    plain = [word for word in _WORD.findall(_CREDIT_MARK.sub(" ", text)) if word[0].islower() and "." not in word]
    return len(plain) <= 1 and len(words(text)) <= 12


def _talks(sentence: str) -> bool:
    """Tell whether one sentence speaks to the reader about the page."""
    if _NOTICE.search(sentence):
        return not re.search(r"[\"“”]", sentence)
    opens = bool(_OPENING_ACT.match(sentence.lstrip(" ►▶→»•*-–—[(")))
    if not (opens or _ACT.search(sentence)) or not _PART.search(sentence) or _REPORTS.search(sentence):
        return False
    count = len(words(sentence))
    short = count <= 12 and not sentence.rstrip().endswith(".")
    calls = len(_US.findall(sentence))
    return (
        (opens and count <= 30)
        or (short and calls >= 1)
        or (calls >= 2 and count <= 40 and len(_PART.findall(sentence)) >= 2)
    )
