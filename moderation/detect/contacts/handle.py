"""Names on other services ("lisää mut snäpissä kuusi_99"), links to a profile, and invitations to talk elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from moderation.detect.contacts.fold import Folded
from moderation.detect.contacts.match import ContactMatch, Kind, found
from moderation.detect.contacts.scan import edged, edged_hits
from moderation.text.occurring import Sought

_INFLECTED = "(?::?i?(?:ss[aä]|st[aä]|ll[aä]|lle|ni|n|an|ään|hin|ini|ssani|s|st)|i|iin|ul|ului|u|en)?"
_PLATFORM = (
    "(?:(?:insta|instagram|inst[ae]gram|snap|snapchat|snäp|snäppi|snapp|whats ?app?|watsap|wapp|"
    "whatsup|wotsap|telegram|"
    f"discord|disku|kik|tik ?tok|facebook|feis|messenger|signal|skype|viber|wickr|twitter|reddit|steam|xbox|psn|roblox|"
    f"linkedin|gmail|hotmail|yahoo){_INFLECTED}|ig|sc|tg(?::?(?:ss[aä]|n))?|fb|face(?:ssa|sta|en)|mese(?:ssä|en)|tele(?:ssä|en))"
)
_JOIN = (
    "(?:[ :=,\"'(-]+(?:is|it's|its|on|e|este|i|ii|îi|era|e[ -]mail|är|oon|olen|name|user|username|"
    "user name|id|nick|nickname|"
    "handle|tag|account|nimi|nimeni|nimellä|nimimerkki|tunnus|tunnukseni|tunnuksella|käyttäjä|käyttäjänimi|löydyn|"
    "cu|ca|sub|numele|contul|as|under|by|at|me|mine|my|mun|mulla|minut|mut|mitt|min|meu|mea|heter|"
    "sunt|i'm|im|named|called|som|mig)){0,4}"
    "[ :=,\"'(-]+"
)
_SHAPED = (  # a made-up name, not a word: it holds a digit or an underscore, or begins with @
    "(?:@[a-z0-9_][a-z0-9_.]{2,29}|[a-zà-öø-ɏ_][a-zà-öø-ɏ0-9.-]*(?:_|[a-zà-öø-ɏ][._-]?[0-9])[a-zà-öø-ɏ0-9._-]*)"
)
_DOTTED = "[a-zà-öø-ɏ]{2,}\\.[a-zà-öø-ɏ0-9._-]{2,}"
_SAYING = "(?: ?[:=]+ ?| (?:is|on|e|este|är|oon|name|nimi|nick|username|user|id)[: ]{1,2})"
_PLAIN = "@?[a-zà-öø-ɏ][a-zà-öø-ɏ0-9._-]{3,29}"
_MINE = "(?:my|mine|mun|minun|mulla|mitt|min|mina|meu|mea)"
_PLAIN_END = "(?:[.!?)]*$|[.!?)]* ?\n| (?:<3|:\\)|:d|xd|xx?|thx|thanks|kiitos|mersi|tack)$)"

_INVITE = (
    "(?:(?:add|msg|message|dm|pm|text|find|write|hit|contact|call|follow|snap|ping|reach|"
    "hmu)(?: to)? (?:me|us|up)|me adaugi|"
    "(?:lisää|lisätkää|laita|laittakaa|etsi|kirjota|kirjoita|viestitä|tekstaa|seuraa|heitä)[a-zäö]{0,4} "
    "(?:mut|minut|mua|mulle|minulle|viesti|viestiä|yv|msg|mun)(?: (?:viestiä|viesti|yv|msg|kaveriks[i]?))?|hmu|"
    "(?:adaug[aă]|adauga[tț]i|scrie|scrie[tț]i|caut[aă]|g[aă]se[sș]te|sun[aă]|d[aă]|contacteaz[aă]|"
    "urm[aă]re[sș]te)[ -]?"
    "(?:-?m[aă]|-?mi|-?ne)(?: (?:mesaj|add|un mesaj|follow))?|m[aă] (?:g[aă]se[sș]ti|"
    "po[tț]i g[aă]si)|(?:da|d[aă])[ -]mi add|"
    "(?:lägg till|adda|skriv till|hitta|följ|kontakta|messa|snappa|dma) (?:mig|mej))"
)
_TO = (
    "(?:[ ,]+(?:on|in|at|through|over|via|to|pe|prin|la|på|i|my|mun|minun|your|the|min|mitt|sun|siellä|"
    "vaikka|vaik|there|up)){0,3} "
)

_I_AM = "(?:i'?m|i am|im|oon|olen|sunt|heter|är jag|called|name is|nimi on)"
_THERE = "(?:on|in|at|på|pe|prin|via|over)"

_NAMED_FORMS = (
    f"{_PLATFORM}{_JOIN}{_SHAPED}|{_PLATFORM}{_SAYING}{_DOTTED}|"
    f"{_I_AM} [a-zà-öø-ɏ][a-zà-öø-ɏ0-9.-]{{2,}}[_0-9][a-zà-öø-ɏ0-9._-]* (?:{_THERE} )?{_PLATFORM}|"
    f"{_MINE} {_PLATFORM}(?: is| on| e| är)?:? (?:[a-z0-9_.] ){{4,}}[a-z0-9_.]|"
    f"{_MINE} (?:user|username|nick|nickname|handle|nimimerkki|tunnus|id){_JOIN}{_SHAPED}"
)
_BY_NAME = "(?:nimellä|tunnuksella|nimimerkillä|cu numele|sub numele|under namnet|med namnet|by the name|named)"
_CALLS = (
    "(?:add|write|find|follow|contact|dm|message|laita|lisää|kirjota|kirjoita|scrie|caut[aă]|adda|skriv|hitta|följ)"
)
_INVITED = edged(f"{_INVITE}{_TO}{_PLATFORM}(?:{_JOIN}{_SHAPED})?")
_PLAINLY = edged(
    f'(?:{_INVITE}{_TO}{_PLATFORM}[ :=,"-]+{_PLAIN}|{_MINE} {_PLATFORM}(?: (?:name|nick|user|id|tag|handle))?'
    f"(?: ?[:=]+ ?| is:? | on:? | e:? | este:? | är:? | oon:? ){_PLAIN}|"
    f"{_PLATFORM}(?:ul|u|mi|ni)? (?:meu|mea) (?:e|este):? {_PLAIN}|{_PLATFORM} {_BY_NAME} {_PLAIN}|"
    f"{_THERE} {_PLATFORM} {_I_AM} {_DOTTED}|"
    f"{_CALLS} (?:mig |mej |me |m[aă] |till mig )?{_THERE} {_PLATFORM}[ ,:]+{_DOTTED}){_PLAIN_END}"
)
_SAID_FIRST = edged(f"{_PLATFORM} (?:is|on|e|este|är):? {_PLAIN}[,.]? (?:add|dm|follow|hmu|lisää|adaug[aă]|adda)")
_PROFILE = (
    "(?:instagram\\.com|snapchat\\.com/add|t\\.me|wa\\.me|facebook\\.com|fb\\.(?:me|com)|threads\\.net|bsky\\.app/profile|twitch\\.tv|youtube\\.com/@|"
    "steamcommunity\\.com/id|vk\\.com|m\\.me|tiktok\\.com|discord\\.gg|"
    "discord\\.com/(?:users|invite)|twitter\\.com|x\\.com|kik\\.me|linkedin\\.com/in|"
    "reddit\\.com/u(?:ser)?)/@?[a-z0-9_.-]{2,40}/?|[a-z0-9-]{3,40}\\.bsky\\.social|u/[a-z0-9_-]{3,20}"
)
_NAMED = edged(f"{_NAMED_FORMS}|{_PROFILE}|[a-z0-9_.]{{3,32}}#[0-9]{{4}}")
SIGN = (
    "insta|inste|snap|snäp|whats|whas|wapp|wotsap|tele|tg|disco|disku|kik|tik tok|tiktok|face|feis|fb|messenger|mese|"
    "signal|skype|viber|wickr|twitter|reddit|steam|xbox|psn|roblox|linkedin|bsky|twitch|threads|"
    "mail|yahoo|nick|username|user |handle|tunnu|nimim|\\.me/|\\.com/|\\.gg/|#|ig |ig:|sc |sc:"
)
"""Nothing here is looked for in a text that holds none of these; most hold none. Plain signs, no pattern."""
_ANY_SIGN = Sought(SIGN)
_ORDINARY = frozenset(
    "private public gone down back deleted banned blocked hacked full empty boring fake open closed "
    "locked stupid great "
    "dead better worse good nice new safe this that there here everything nothing something fine "
    "okay really please thanks "
    "today tomorrow later again soon first instead too yksityinen poistettu kiinni auki tyhjä "
    "täynnä rikki paska turha jumissa "
    "privat privată publică publica gata șters sters plin goală goala blocat spart hackad stängt "
    "borttaget privat tomt öppet "
    "broken lagging usual well expected "
    "täällä siellä kiitos asap anytime whenever whatever always never only just still also".split()
)
_NO_PROFILE = (
    "/photo.php",
    "/watch",
    "/groups",
    "/events",
    "/story.php",
    "/share",
    "/sharer",
    "/permalink.php",
    "/p",
    "/reel",
)
_NEXT_SENTENCE = frozenset(
    "so i but and its it's then not no lol that the he she they we you my dar si și nu ca eu asa așa mutta ja en niin se "
    "mä ei men och jag det så".split()
)
_SAID_OF = ("ed", "ing", "ly", "ful", "less", "nyt", "ttu", "tty")


def find_handles(folded: Folded) -> Iterator[ContactMatch]:
    """Every name on another service and every invitation to go there; a mention of the service alone is none."""
    text = folded.lower
    if not _ANY_SIGN.occurs(text):
        return
    for start, end, _ in edged_hits(_NAMED, text):
        if not text[start:end].rstrip("/").endswith(_NO_PROFILE) and not _runs_on(text[start:end]):
            yield found(Kind.HANDLE, folded.original(start, end))
    for start, end, _ in edged_hits(_PLAINLY, text):
        if _may_be_a_name(text[start:end]):
            yield found(Kind.HANDLE, folded.original(start, end))
    for start, end, _ in edged_hits(_SAID_FIRST, text):
        if _may_be_a_name(text[start:end].rsplit(maxsplit=1)[0]):
            yield found(Kind.HANDLE, folded.original(start, end))
    for start, end, _ in edged_hits(_INVITED, text):
        yield found(Kind.INVITATION, folded.original(start, end))


def _runs_on(said: str) -> bool:
    """True for `insta is bad.so I left`: a sentence ends at that full stop."""
    return " " in said and said.rsplit(".", 1)[-1] in _NEXT_SENTENCE


def _may_be_a_name(said: str) -> bool:
    word = said.rsplit(maxsplit=1)[-1].strip("@.,!?)\"':=")
    return word not in _ORDINARY and not word.endswith(_SAID_OF)
