"""Nouns that say something of something: a question for "the causes" is for those of what the talk is about."""

from __future__ import annotations

from index.grammar import word_set

ATTRIBUTES = word_set(
    "advantage advantages aftermath alternative alternatives application applications author background basis"
    " benefit benefits cause causes challenge challenges characteristic characteristics component components cons"
    " consequence consequences creation criticism criticisms danger dangers definition development difference"
    " differences disadvantage disadvantages drawback drawbacks effect effects example examples feature features"
    " founder founding function functions goal goals history impact impacts implication implications importance"
    " limitation limitations meaning member members method methods objective objectives origin origins outcome"
    " outcomes part parts price principle principles pros purpose purposes reason reasons requirement requirements"
    " result results risk risks role roles significance similarities similarity source sources stage stages strength"
    " strengths symptom symptoms treatment treatments type types use uses variation variations weakness weaknesses"
)
