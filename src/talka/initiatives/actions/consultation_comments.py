"""People comment on a text, say that they agree with others, and take their comments back. What cannot be taken any
more is refused and not lost: the form shows the words again."""

import datetime as dt

from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.people import personal_links
from talka.people.actions import give_consent, withdraw_consent
from talka.people.actions.persons import PersonData, create_person
from talka.people.history import deed
from talka.people.models import Consent, Person, PersonalLink
from talka.people.office import office_of
from talka.ui.numbers import date
from talka.ui.refusals import Refusal

from .. import letters_of_consultations as letters
from ..access import consultations as access
from ..models import CommentSupport, Consultation, ConsultationComment, ConsultationPart
from .consultation_links import PURPOSE, end_of_links, purpose_of
from .consultations import locked

LONGEST = 10_000
MOST_BY_ONE = 200
"""Comments of one person in one consultation: one on every part of a long plan."""
MOST_LINKS = 3
"""Links sent to one address within an hour."""
State, ShownAs = Consultation.State, ConsultationComment.ShownAs


def wording_named(shown_as: str) -> str:
    """What somebody agrees to, in the language in which they read it; kept with the consent word by word."""
    if shown_as == ShownAs.ORGANISATION:
        return _(
            "I agree that my comment stands with the name of my organisation, for which I speak. I can take this back"
            " on my page at any time."
        )
    return _(
        "I agree that my comment stands with my name. I can take this back on my page at any time: it then stands"
        " without my name."
    )


def comment(
    row: Consultation,
    part: ConsultationPart | None,
    words: str,
    *,
    shown_as: str = ShownAs.NOBODY,
    by: Person | None,
) -> ConsultationComment:
    """On a part, None: on the whole text. By somebody who is signed in or came by a personal link. The same words on
    the same part twice are once. Raises Refusal."""
    if by is None:
        raise Refusal(
            _("We do not know who you are: you are signed in no longer, or your link is over."),
            _("Nothing was sent. Your words still stand in the form below."),
            _("Copy them, sign in or open your link again, and send them."),
            status=401,
        )
    said = words.strip()
    _check_words(said)
    organisation = office_of(by) if shown_as == ShownAs.ORGANISATION else None
    if shown_as == ShownAs.ORGANISATION and organisation is None:
        raise Refusal(
            _("Nobody has said that you work for an organisation."),
            _("Nothing was sent."),
            _("Comment in your own name, or ask an organiser to enter where you work."),
            status=422,
            field="shown_as",
        )
    with deed(by):
        now = locked(row)
        _check_open(now)
        if part is not None:
            _check_part(part)
        mine = ConsultationComment.objects.filter(consultation=now, person=by, withdrawn_at=None)
        known = mine.filter(part=part, words=said).first()
        if known is not None:
            return known
        if mine.count() >= MOST_BY_ONE:
            raise Refusal(
                _("You have made %(number)s comments.") % {"number": MOST_BY_ONE},
                _("This one was not sent."),
                _("Put the rest together in one comment on the whole text, in place of another one."),
                status=429,
            )
        made = ConsultationComment.objects.create(
            consultation=now, part=part, person=by, words=said, shown_as=shown_as, organisation=organisation
        )
        if shown_as != ShownAs.NOBODY:
            give_consent(
                by,
                access.NAMED,
                wording=wording_named(shown_as),
                language=get_language() or "lv",
                by=by,
                subject_kind=access.CONSENT,
                subject_id=made.pk,
            )
        return made


def take_back(row: ConsultationComment, *, by: Person | None) -> None:
    """As long as comments are taken. It is shown and answered no longer. Twice is once. Raises Refusal."""
    access.check(by is not None and row.person_id == by.pk)
    with deed(by):
        _check_open(locked(row.consultation))
        now = ConsultationComment.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if now.withdrawn_at is not None:
            return
        now.withdrawn_at = timezone.now()
        now.version += 1
        now.save(update_fields=["withdrawn_at", "version"])
        for consent in Consent.objects.filter(
            person=row.person_id, subject_kind=access.CONSENT, subject_id=str(row.pk), withdrawn_at=None
        ):
            withdraw_consent(consent, by=by)


def support(row: ConsultationComment, *, by: Person | None) -> bool:
    """Say the same as somebody else. Twice is once: False where it stood already. Raises Refusal."""
    access.check(by is not None)
    if by is not None and row.person_id == by.pk:
        raise Refusal(_("This is your own comment."), _("It counts already."), status=422)
    with deed(by):
        _check_open(locked(row.consultation))
        now = ConsultationComment.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if now.withdrawn_at is not None or now.hidden_at is not None:
            raise Refusal(_("This comment is shown no longer."), _("Nothing was changed."))
        _row, made = CommentSupport.objects.get_or_create(comment=now, person=by)
        return made


def take_support_back(row: ConsultationComment, *, by: Person | None) -> None:
    """Twice is once. Raises Refusal."""
    access.check(by is not None)
    with deed(by):
        _check_open(locked(row.consultation))
        CommentSupport.objects.filter(comment=row, person=by).delete()


def send_link(row: Consultation, *, given_name: str, family_name: str, email: str, language: str) -> None:
    """A letter with a link by which somebody without an account takes part, good until a day after the last one. The
    same address is the same person, also in other case; nobody learns from it whether an address is known. Raises
    Refusal where comments are not taken, or for a wrong address."""
    with deed(None):
        now = locked(row)
        if now.state not in (State.OPEN, State.COMING):
            raise _closed(now)
        people = Person.objects.filter(email__iexact=email.strip(), merged_into=None, erased_at=None)
        person = people.order_by(F("account").asc(nulls_last=True), "pk").first() if email.strip() else None
        if person is None:
            data = PersonData(given_name=given_name, family_name=family_name, email=email.lower(), language=language)
            person = create_person(data, by=None, illustrative=now.illustrative)
        hour = timezone.now() - dt.timedelta(hours=1)
        sent = PersonalLink.objects.filter(person=person, purpose__startswith=f"{PURPOSE}-", created_at__gt=hour)
        if sent.count() >= MOST_LINKS:
            return
        token = personal_links.make_token(person, purpose_of(now), lasts=end_of_links(now) - timezone.now())
        letters.link(now, person, token)


def _check_words(said: str) -> None:
    if not said:
        raise Refusal(_("There are no words yet."), _("Nothing was sent."), status=422, field="words")
    if len(said) > LONGEST:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST},
            _("Nothing was sent."),
            _("Shorten it, or send it in two comments."),
            status=422,
            field="words",
        )


def _check_open(row: Consultation) -> None:
    if row.state != State.OPEN:
        raise _closed(row)


def _closed(row: Consultation) -> Refusal:
    if row.state in (State.DRAFT, State.COMING):
        return Refusal(
            _("Comments are taken from %(day)s on.") % {"day": date(row.opens_on)},
            _("Nothing was sent. Your words still stand in the form below."),
            _("Copy them, and come back then."),
        )
    return Refusal(
        _("The consultation is closed: its last day was %(day)s.") % {"day": date(row.closes_on)},
        _("Nothing was sent. Your words still stand in the form below."),
        _("Copy them, and write to those who hold the consultation: they may still hear you, but need not answer."),
    )


def _check_part(part: ConsultationPart) -> None:
    now = ConsultationPart.objects.select_for_update(of=("self",)).filter(pk=part.pk).first()
    if now is None or now.removed_at is not None:
        raise Refusal(
            _("This part was taken out of the text while you were writing."),
            _("Nothing was sent. Your words still stand in the form below."),
            _("Copy them, and comment on another part or on the whole text."),
        )
