"""Given names that mostly one gender bears, for "he" and "she" where an article tells no more."""

from __future__ import annotations

from functools import lru_cache

from index.grammar import bare, word_set
from index.places import fold

_WOMEN = word_set(
    "ada adele agnes aisha alexandra alice alicia alison amanda amelia amina amy ana anastasia andrea angela"
    " angelina anita ann anna anne annette annie april ashley audrey barbara beatrice bella beth betty beverly"
    " brenda bridget camilla carla carmen carol caroline carolyn catherine cecilia celine charlotte cheryl chloe"
    " christiane christina christine chrystia claire clara claudia condoleezza connie cristina cynthia daisy dana"
    " daniela deborah debra diana diane dilma donna dora doris dorothy edith eileen elaine eleanor elena elisabeth"
    " elise elizabeth ella ellen elsa emily emma erica erin esther eva eve evelyn farah fatima federica fiona"
    " florence frances francesca gabriela gail gemma georgia georgina geraldine gina gisele giorgia gloria grace"
    " greta hannah harriet heather heidi helen helena helene hillary hilary holly ida ilana inga ingrid irene"
    " irina iris isabel isabella ivana ivanka jacinda jackie jacqueline jane janet janice jasmine jean jeanne"
    " jennifer jenny jessica jill joan joanna joanne josephine joy joyce judith judy julia juliana julie june"
    " kamala karen karin kate katherine kathleen kathryn kathy katie katrina katya kellyanne kim kirsten kirstjen"
    " kristina laila lara laura lauren layla leila lena liliana linda lisa liz lois loretta lorraine louise lucia"
    " lucy luisa lydia lynn madeleine malala margaret margarita margot maria marie marilyn marina marine marisa"
    " marjorie marta martha mary maryam maureen maya meghan melanie melania melinda melissa mercedes michaela"
    " michelle mia mila minna miriam molly monica nadia nadine nancy naomi natalia natalie natasha nicola nicole"
    " nikki nina nora noor nour oksana olga olivia pamela patricia paula paulina pauline penny phyllis priyanka"
    " priscilla rachel rana rania rebecca regina renee rita roberta robin rosa rosalind rose rosemary ruth sally"
    " samantha sandra sanna sara sarah serena sharon sheila shirley sigrid silvia simone sofia sonia sophia sophie"
    " stella stephanie sue summer susan susana susanne suzanne svetlana sylvia tamara tania tanya tara tatiana"
    " teresa theresa therese tina toni tracy ursula valentina valerie vanessa vera veronica victoria viola violet"
    " virginia vivian wanda wendy yolanda yulia yvette yvonne zainab zara zoe zuzana"
)
_MEN = word_set(
    "aaron abdul abdullah abraham adam adrian ahmad ahmed alan albert alberto alejandro aleksandr aleksey alex"
    " alexander alexei alexey alfred ali allan allen alvaro amir anders andreas andrei andrew andrey andy angus"
    " anthony antonio antony anton ari arnold arthur asif austin ban barack barry bashar ben benjamin benny"
    " bernard bernie bert bill billy bob boris brad bradley brandon brent brett brian bruce bryan calvin carl"
    " carlos cedric cesar chad charles charlie chris christian christopher chuck clarence claude clint colin conor"
    " craig curtis dan daniel danny darren david dean dennis derek dick diego dimitri dmitri dmitry dominic don"
    " donald doug douglas duncan dwight earl ed eddie edgar eduardo edward edwin elijah elliott elon emanuel"
    " emmanuel enrique eric erik ernest ethan eugene evan evgeny felipe felix fernando fidel francis francisco"
    " francois frank franklin fred frederick gary gavin geoff geoffrey george gerald gerard gerhard giovanni"
    " giuseppe glenn gordon graham greg gregory guillermo gunter gustavo guy hamid hans harold harry harvey hassan"
    " heiko heinz henri henry herbert herman howard hugh hugo hussein ian ibrahim igor imran isaac ivan jack jacob"
    " jaime jair jake jakob james jan jared jason javier jay jean-claude jean-marc jean-yves jeff jeffrey jens"
    " jeremy jerome jerry jesus jim jimmy joachim joaquin joe joel johan john johnny jon jonathan jordan jorge"
    " jose josef joseph josh joshua juan jurgen justin karl keith ken kenneth kevin khalid kofi kurt kyle larry"
    " lars laurent lawrence lee leo leon leonard lewis liam lindsey lloyd louis luc lucas luigi luis luke magnus"
    " mahmoud malcolm manuel marc marcel marco marcus mario mark martin marvin matt matteo matthew maurice"
    " mauricio max michael michel miguel mike mikhail milan milos mitch mitt mohamed mohammad mohammed muhammad"
    " mustafa narendra nathan neil nelson nicholas nick nicolas nigel nikolai norman oleg oliver olivier omar"
    " oscar osama otto owen pablo paolo pascal patrick paul pavel pedro pete peter petr petro phil philip philippe"
    " phillip pierre piotr quentin rafael rahul ralph ramon randy raul ray raymond recep reuven rex ricardo rich"
    " richard rick rob robert roberto rodrigo roger roland ron ronald rory ross roy rudolph rupert russell ryan"
    " salman sam samuel scott sean sebastian serge sergei sergey sergio shane shinzo simon spencer stanley stefan"
    " stephane stephen steve steven stuart sven ted terry theodore thomas tim timothy tobias todd tom tomas tommy"
    " tony travis trey tyler valery vernon victor viktor vincent vitaly vladimir volodymyr walter warren wayne"
    " wendell werner wilfried will william winston wolfgang xavier yevgeny yitzhak youssef yuri yusuf zac zachary"
)


@lru_cache(maxsize=4096)
def given_gender(name: str) -> str | None:
    """Return "f" or "m" for a given name that mostly one gender bears, None for others."""
    plain = bare(fold(name))
    women, men = plain in _WOMEN, plain in _MEN
    return None if women == men else "f" if women else "m"
