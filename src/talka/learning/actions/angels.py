"""Knowledge angels: entering oneself, being invited, agreeing, changing, pausing, taking the consent back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.actions import give_consent, withdraw_consent
from talka.people.actions.accounts import create_account
from talka.people.actions.persons import PersonData, find_or_create_person
from talka.people.actions.versions import stale
from talka.people.history import deed
from talka.people.models import Consent, Person
from talka.people.personal_links import end_links, make_token
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from .. import angel_letters as letters
from ..access import angels as access
from ..models import Angel, AngelRequest, Proposal
from ..models.angel_requests import LIVE, MENTORED
from ..topics import LANGUAGES, house_competences, topics_of, typed
from .angel_requests import locked

INVITED = "angel-invited"
"""What an invitation's link opens."""
LINK_LASTS = dt.timedelta(days=30)


@dataclass(frozen=True)
class AngelData:
    """What an angel says of themselves. competences: keys of the house's; areas: where they go to, none is everywhere;
    most_requests: at a time; paused_until: the last day on which they are not proposed."""

    competences: Sequence[str] = ()
    words: Sequence[str] = ()
    languages: Sequence[str] = ()
    areas: Sequence[Area] = ()
    home: Area | None = None
    about: str = ""
    availability: str = ""
    most_requests: int = 1
    public: bool = False
    paused_until: dt.date | None = None
    topics: Sequence[str] = field(default=(), init=False)


def wording() -> str:
    """What somebody agrees to, in the language in which they read it; kept with the consent word by word."""
    return _(
        "I agree that organisers of programmes see my name, organisation, topics, languages and places, and propose me"
        " to municipalities that ask for help; if I say so, everybody sees them in the list of those who help. I can"
        " take this back on my page at any time: I am then neither listed nor proposed."
    )


def enter(person: Person, data: AngelData, *, agrees: str, by: Person | None, version: int = 0) -> Angel:
    """Enter oneself, or change what one said. agrees: the words that were agreed to; "" keeps what was agreed before.
    by None: the person themselves by a link that the page has checked, who gets an account. Raises Refusal."""
    if by is not None and by.pk != person.pk:
        raise not_allowed()
    words = _check(data)
    with deed(by or person):
        # The person's own row is the lock: two first entries at once are one.
        Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        row = Angel.objects.select_for_update(of=("self",)).filter(person=person).first() or Angel(person=person)
        if row.pk and row.version != version:
            raise stale()
        if not agrees and (not row.pk or not access.consents_of(row).exists()):
            raise Refusal(
                _("You did not agree to be proposed."),
                _("Nothing was saved."),
                _("Without your consent nobody is listed or proposed: tick the box, or leave the page."),
                status=422,
            )
        _fill(row, data, words)
        row.version += 1 if row.pk else 0
        row.save()
        row.areas.set(data.areas)
        if agrees:
            give_consent(
                person,
                Consent.Kind.CONTACT,
                wording=agrees,
                language=get_language() or "lv",
                by=by,
                subject_kind=access.CONSENT,
                subject_id=row.pk,
            )
        if person.account_id is None:
            # Proposals are answered signed in; the link of the invitation proved the address.
            create_account(person, by=None)
        end_links(person, INVITED)
    return row


def withdraw(angel: Angel, *, by: Person | None) -> None:
    """Take the consent back: neither listed nor proposed from this moment on; what was agreed on stays. Twice is
    once."""
    if by is None or by.pk != angel.person_id:
        raise not_allowed()
    with deed(by):
        for consent in access.consents_of(angel):
            withdraw_consent(consent, by=by)
        tell_consent_ended(angel.pk)


def tell_consent_ended(angel: int) -> None:
    """What follows where a consent no longer stands, wherever it was taken back: proposals that wait end and their
    requests are open again; where something was agreed both sides learn that it stays. Twice is once."""
    row = Angel.objects.select_for_update(of=("self",)).filter(pk=angel).first()
    if row is None or access.consents_of(row).exists():
        return
    end_proposals(row, _("The consent was taken back."))
    mark = timezone.localdate().isoformat()
    rows = AngelRequest.objects.filter(angel=row, state__in=MENTORED).select_related("asked_by")
    for request in rows:
        letters.no_longer_listed(request, f"{row.pk}-{mark}")


def end_proposals(angel: Angel, reason: str) -> None:
    """Proposals that wait for an answer end; their requests are open again, and who asks is told where they knew. Each
    request is held before its proposal, as whoever answers holds them: an answer meanwhile is waited for."""
    waiting = Proposal.objects.filter(angel=angel, state__in=LIVE).select_related("request").order_by("request_id")
    for one in waiting:
        request = locked(one.request)
        row = Proposal.objects.select_for_update(of=("self",)).filter(pk=one.pk, state__in=LIVE).first()
        if row is None:
            continue
        knew = row.state == Proposal.State.ACCEPTED
        row.state, row.reason, row.answered_at = Proposal.State.ENDED, reason[:500], timezone.now()
        row.save(update_fields=["state", "reason", "answered_at"])
        request.state = AngelRequest.State.OPEN
        request.save(update_fields=["state"])
        if knew:
            letters.angel_left(request, str(row.pk))
        else:
            letters.angel_left_organisers(request, str(row.pk))


def invite(who: PersonData, *, by: Person | None) -> Person:
    """Ask somebody by letter: they read, say with what they help, and agree by its link; until then they are no angel.
    Raises Refusal."""
    access.check(access.keeps_angels(by))
    if not who.email.strip():
        raise Refusal(
            _("The e-mail is missing."),
            _("Nobody was invited."),
            _("An angel agrees by the link in the letter, so it needs an address."),
            status=422,
        )
    with deed(by):
        person = find_or_create_person(who, by=by).person
        own = Angel.objects.filter(person=person).first()
        if own is not None and access.consents_of(own).exists():
            raise Refusal(
                _("%(who)s is entered already.") % {"who": person.name}, _("No letter was written."), status=422
            )
        end_links(person, INVITED)
        until = timezone.now() + LINK_LASTS
        letters.invited(person, make_token(person, INVITED, lasts=LINK_LASTS, by=by), by=by, until=until)
    return person


def _fill(row: Angel, data: AngelData, words: Sequence[str]) -> None:
    row.words = list(words)
    row.topics = topics_of(data.competences, words)
    row.languages = list(dict.fromkeys(data.languages))
    row.home = data.home
    row.about, row.availability = data.about.strip(), data.availability.strip()
    row.most_requests, row.public, row.paused_until = data.most_requests, data.public, data.paused_until


def _check(data: AngelData) -> list[str]:
    words = typed(data.words)
    known = {each.key for each in house_competences()} if data.competences else set()
    if set(data.competences) - known or set(data.languages) - set(LANGUAGES):
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    if not data.competences and not words:
        raise Refusal(
            _("No topic is named."), _("Nothing was saved."), _("Say with what you can help."), status=422
        )  # fmt: skip
    if not data.languages:
        raise Refusal(
            _("No language is named."), _("Nothing was saved."), _("Say in which languages you help."), status=422
        )  # fmt: skip
    if data.most_requests < 1:
        raise Refusal(_("An angel takes one request at least."), _("Nothing was saved."), status=422)
    return words
