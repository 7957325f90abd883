"""Irregular forms of English verbs, so that "met" and "meeting", "fought" and "fighting" are one word.

Forms that are more often another word ("rose", "left", "bore", "wound") are left out.
"""

from __future__ import annotations

_FORMS = """
arise:arose,arisen beat:beaten begin:began,begun beseech:besought bite:bitten bleed:bled blow:blew,blown
break:broke,broken breed:bred bring:brought build:built burn:burnt buy:bought catch:caught choose:chose,chosen
cling:clung come:came creep:crept deal:dealt draw:drew,drawn drink:drank,drunk drive:drove,driven eat:ate,eaten
fall:fell,fallen feed:fed feel:felt fight:fought find:found flee:fled fly:flew,flown forbid:forbade,forbidden
forecast:forecasted foresee:foresaw,foreseen forget:forgot,forgotten forgive:forgave,forgiven freeze:froze,frozen
get:got,gotten give:gave,given go:went,gone grow:grew,grown hang:hung hear:heard hide:hid,hidden hold:held keep:kept
know:knew,known lay:laid lead:led learn:learnt lend:lent light:lit lose:lost make:made mean:meant meet:met
mistake:mistook,mistaken overcome:overcame overthrow:overthrew,overthrown pay:paid ride:rode,ridden ring:rang,rung
rise:risen run:ran say:said see:saw,seen seek:sought sell:sold send:sent shake:shook,shaken shoot:shot
shrink:shrank,shrunk sing:sang,sung sink:sank,sunk sit:sat sleep:slept slide:slid speak:spoke,spoken speed:sped
spend:spent spin:spun spring:sprang,sprung stand:stood steal:stole,stolen stick:stuck strike:struck,stricken
strive:strove,striven swear:swore,sworn sweep:swept swim:swam,swum swing:swung take:took,taken teach:taught
tear:tore,torn tell:told think:thought throw:threw,thrown undergo:underwent,undergone understand:understood
undertake:undertook,undertaken uphold:upheld wake:woke,woken wear:wore,worn weep:wept win:won
withdraw:withdrew,withdrawn withhold:withheld withstand:withstood worry:worries,worried write:wrote,written
"""
VERBS = {form: verb for entry in _FORMS.split() for verb, forms in [entry.split(":")] for form in forms.split(",")}
"""The infinitive of each form."""
