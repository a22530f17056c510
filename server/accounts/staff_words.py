"""Words that only staff may seem to be called, in English, Finnish, Romanian and Swedish."""

from __future__ import annotations

# Refused wherever they stand in a name, and one slip of a finger away as well.
INSIDE = frozenset(
    """
    moderator facilitator organiser organizer administrator counsellor counselor professional psychologist
    psychiatrist therapist coordinator caseworker socialworker supportstaff helpdesk operator
    moderaattori fasilitaattori vertaisohjaaja ohjaaja valvoja järjestäjä ylläpitäjä ylläpito henkilökunta psykologi
    psykiatri terapeutti ammattilainen sairaanhoitaja lähihoitaja sosiaalityöntekijä sosiaaliohjaaja asiantuntija
    koordinaattori pääkäyttäjä päivystäjä kokemusasiantuntija
    moderatoare facilitatoare organizator organizatoare administratoare psiholog psihiatru terapeut
    asistentsocial asistentmedical consilier consiliere profesionist coordonator supraveghetor
    samtalsledare handledare organisatör arrangör administratör psykolog psykiater terapeut sjuksköterska
    socionom socialarbetare samordnare yrkesperson stödpersonal ordningsvakt
    """.split()
)

# Refused only where they stand alone, since names may hold them: Modesta, Sohvaperuna, Staffan.
ALONE = frozenset(
    """
    mod mods admin admins staff official support team host system server sohva bot root doctor doc nurse expert
    peerworker supervisor
    tuki tiimi hoitaja lääkäri tohtori järjestelmä palvelin ylläpidon ylläpitäjät ohjaajat virallinen vahtimestari
    personal personalul echipa medic medicul doctor doctorul asistent asistentă asistenta expert sistem oficial
    suport moderatorul
    personalen läkare läkaren skötare kurator kuratorn stöd vårdare system officiell teamet
    """.split()
)
