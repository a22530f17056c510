"""Whether words are the author's own, or somebody else's whom they quote or report."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter

from moderation.text.phrases import Phrases
from moderation.text.view import View

_MARKED = re.compile('"[^"]{1,600}"|(?<!\\w)\'[^\'"]{2,300}\'(?!\\w)')

_END = itemgetter(1)

_REPORTS = {
    "en": """said|hed say|shed say|theyd say|would say|used to say|used to tell|would tell|would shout
        |used to shout|used to call|would call me|would call her|kept saying|keeps saying|keep saying
        |kept telling|keeps telling|always say|always says|told her|told him|told us|told them|he said
        |she said|they said|said that|who said|someone said|people said|says|saying|he told|she told
        |they told|told me|who told|he called|she called|they called|called me|calls me|call me|calling me
        |calling people|calling someone|calling her|calling him|calling them|call someone|call people
        |call him|call her|call them|writing|wrote|write things|writes|wishing|say things|say stuff|say that
        |to say|just say|people say|they say|you said|was saying|were saying|believe that|the word|the term
        |people who|think its okay|call for|calls for|calling for|tells me|tell me|telling me|yelled|yells
        |shouted|texted me|screamed|shouting|using|slurs like|slur|insults like|names like|messages like
        |comments like|things like|stuff like|accused|accuse|assume|assumed|they think|he thinks|she thinks
        |they all think|people think|thinks that|who think|anyone think|anybody think|how can you think
        |dare say|thinks|stereotype|the idea that|the claim that|the belief that|claiming|claims|claimed
        |convinced me|made me feel|makes me feel|made me think|makes me think|voice|voices|as if|pretend""",
    "fi": """sanoi|sano et|sano että|sanottiin|sanonut|sanovat|sanotaan|haukkui|haukkunut|haukuttiin|kutsui|huusi
        |kirjoitti|väitti|kertoi|ne sanoo|joku sanoi|sanoa että|on väärin sanoa|sanaa|sana|ääni|äänet|äänen
        |ääniä|käskee|käskevät|käskivät|käski|sanoo että|sanoo et|huutaa|huutavat|kuiskaa|kuiskaavat|kuiskii
        |karjuin|karjui|huusin|sanoin|kirjoitin|sano mulle|sano et|sanoi mulle|huuteli|huudeltiin|haukku
        |haukkuu|nimitteli""",
    "ro": """a spus|mi a spus|a zis|mi a zis|mi au zis|au spus|au zis|mi spune|mi spunea|zicea|spunea|spunand
        |m a facut|ma face|ma facea|m au facut|a strigat|a scris|sa spui|sa zici|cuvantul|imi zice|imi zicea
        |imi spune|imi spunea|ca zice|cica|vocea|vocile|o voce|niste voci|imi zic|imi spun|imi soptesc
        |imi sopteste|imi striga|am tipat|am urlat|a urlat|urla|tipa|ma facea|imi scria|mi a scris
        |au strigat""",
    "sv": """sa att|han sa|hon sa|de sa|sade|säger att|säger|kallade mig|kallar mig|kallade|skrev|skrek|ropade
        |påstod|berättade|att säga|ordet|som säger|rösten|rösterna|röster|en röst|viskar|skriker|beordrar""",
}
_OWN_REPORTS = Phrases(
    """i believe|do believe|i said|i told|like i said|im saying|im just saying|im only saying|just saying that|as i said
        |ill say|i say|im telling"""
)
_REPORT_PHRASES = {language: Phrases(text) for language, text in _REPORTS.items()}


def in_quotation(view: View, match: tuple[int, int]) -> bool:
    """True when the matched words stand inside a pair of quotation marks."""
    if view.quoted is None:
        is_marked = '"' in view.text or "'" in view.text
        view.quoted = [each.span() for each in _MARKED.finditer(view.text)] if is_marked else []
    if not view.quoted:
        return False
    start, end = view.place_of_words(*match)
    at = bisect_right(view.quoted, start, key=_END)
    return at < len(view.quoted) and view.quoted[at][0] < end


def is_reported(view: View, match: tuple[int, int], language: str) -> bool:
    """True when somebody else's saying is announced before the match, in the same sentence."""
    reports = _REPORT_PHRASES[language]
    if not view.holds_any(reports.beginnings):
        return False
    before = view.words[view.sentence_start(match[0]) : match[0]]
    return reports.occur_in(before) and not _OWN_REPORTS.occur_in(before)
