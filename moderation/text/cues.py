"""Small words around a match that change whose words they are, of whom, and when."""

from __future__ import annotations

from collections.abc import Sequence

from moderation.text.phrases import Phrases
from moderation.text.view import View

_PERSONS = {
    "first_person": {
        "en": "i im ive id ill me my myself mine we us our were",
        "fi": "mä mää mie minä mina mua mulla mulle mun mut muhun musta minua minulla minulle minun olen oon me",
        "ro": "eu ma mi mie mine imi m am sunt sint noi ne meu mea mei mele as voi",
        "sv": "jag mig min mitt mina vi oss vår",
    },
    "second_person": {
        "en": """you u youre ur your yours yourself urself ya yall youll youve yer thee y'all youd
            yourselves yo ure""",
        "fi": "sä sää sie sinä sina sua sun sulle sulla sut susta suhun sinua sinun sinulle sinut olet oot te teidät",
        "ro": "tu te ti tie tine iti ai esti voi va vi vou tau ta tai tale dumneata sa",
        "sv": "du dig din ditt dina ni er ert era",
    },
    "third_person": {
        "en": "he hes him his himself she shes her hers herself they theyre them their theirs themselves",
        "fi": "hän hänet häntä hänen se sen sitä ne niitä he heitä heidät",
        "ro": "el ea ei ele lui lor il o ii le l",
        "sv": "han honom hans hon henne hennes de dem deras",
    },
}
_PERSON_WORDS = {
    person: {language: frozenset(words.split()) for language, words in by_language.items()}
    for person, by_language in _PERSONS.items()
}

_NEGATIONS = {
    "en": """not no never dont doesnt didnt isnt arent wasnt werent cant cannot wont wouldnt shouldnt couldnt aint
        nobody none neither nor hardly havent hasnt""",
    "fi": "en et ei emme ette eivät älä älkää eihän enhän enkä etkä eikä ilman koskaan",
    "ro": "nu n nici niciodata fara nimeni neam nar nam nas",
    "sv": "inte aldrig ingen inga ej icke utan knappast",
}
_NEGATION_WORDS = {language: frozenset(words.split()) for language, words in _NEGATIONS.items()}

_DENIALS = {
    "en": """im not|i am not|i dont|i do not|i wont|i would never|i wouldnt|i never|no plans|no intention|not going to
        |not gonna|i didnt|i havent|i have not|never going to|not that i|i cant say|i no longer|i wasnt|im no longer""",
    "fi": "en ole|en oo|en aio|en halua|en haluu|en enää|ei ole tarkoitus|en tee|en mä|en minä|en ollut|en ollu",
    "ro": "nu vreau|nu am|nu ma|nu o sa|nu intentionez|nu mai|nu as|nu sunt|n am|nici gand|nu imi",
    "sv": "jag ska inte|jag vill inte|jag tänker inte|jag är inte|jag har inte|jag kommer inte|inga planer|inte längre",
}
_PASTS = {
    "en": """ago|used to|back then|when i was|in the past|years back|last year|as a teen|as a kid|at the time
        |in those days|long time|once upon""",
    "fi": "sitten kun|silloin|aikoinaan|vuosia sitten|vuotta sitten|viime vuonna|nuorena|lapsena|joskus ennen|ennen",
    "ro": "acum un an|cu ani in urma|ani in urma|pe vremea|cand eram|anul trecut|odata|inainte|atunci|pe atunci",
    "sv": "sedan|förr|för länge sen|när jag var|förra året|på den tiden|då|tidigare",
}


_DENIAL_PHRASES = {language: Phrases(text) for language, text in _DENIALS.items()}
_PAST_PHRASES = {language: Phrases(text) for language, text in _PASTS.items()}


def speaks_of(person: str, words: Sequence[str], language: str) -> bool:
    """True when these words name the speaker, the one spoken to, or somebody else."""
    known = _PERSON_WORDS[person][language]
    return any(word in known for word in words)


def is_negated(view: View, match: tuple[int, int], clause: tuple[int, int], language: str) -> bool:
    """True with a negation up to four words before the match in its clause, or inside it."""
    known = _NEGATION_WORDS[language]
    return any(word in known for word in view.words[max(clause[0], match[0] - 4) : match[1]])


def is_denied(view: View, match: tuple[int, int], clause: tuple[int, int], language: str) -> bool:
    """True when the author says before the match, in its clause, that it is not so."""
    before = view.words[max(clause[0], match[0] - 8) : match[1]]
    return _DENIAL_PHRASES[language].occur_in(before)


def is_past(view: View, clause: tuple[int, int], language: str) -> bool:
    """True when the clause says that this was long ago."""
    return _PAST_PHRASES[language].occur_in(view.words[clause[0] : clause[1]])
