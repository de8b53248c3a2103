"""Impressions: written, offered, published or given back by a coordinator, taken back by the writer."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.documents.storage import delete_file
from talka.people.actions import give_consent, withdraw_consent
from talka.people.actions.versions import check_shown, fill
from talka.people.history import deed
from talka.people.models import Consent, Person
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from .. import letters_of_plans as letters
from ..access import impressions as access
from ..models import Impression, Learner

LONGEST = 20_000
"""Characters of one text."""
State = Impression.State


@dataclass(frozen=True)
class ImpressionData:
    """day: of which the story is; changed: what is different now; stays: without the name, when the writer's data are
    erased."""

    title: str
    text: str
    day: dt.date
    changed: str = ""
    stays: bool = False


@dataclass(frozen=True)
class Agreed:
    """The words that were agreed to, as they were shown; "" where there is no consent."""

    named: str = ""
    pictured: str = ""


def wording_named() -> str:
    """What somebody agrees to, in the language in which they read it; kept with the consent word by word."""
    return _(
        "I agree that my name and organisation stand with this story and that my words are quoted with them. I can take"
        " this back on my page at any time: the story then stands without my name."
    )


def wording_pictured() -> str:
    return _(
        "I agree that the photographs of this story are published, also where I can be recognised in them. I can take"
        " this back on my page at any time: they are then shown no longer."
    )


def write_of_team(
    place: Learner, data: ImpressionData, *, for_team: bool, agreed: Agreed, by: Person | None
) -> Impression:
    """A draft of somebody who takes or took part. for_team: it speaks for the whole team and stands with the team's
    name. by None: the house, loading files. Raises Refusal."""
    access.check(by is None or place.person_id == by.pk)
    if for_team and by is not None and not access.in_team(place):
        raise Refusal(
            _("You have left this team."),
            _("Nothing was saved."),
            _("Those who are in it speak for it; tell your own story."),
            status=422,
        )
    training = place.team.cohort.training
    row = Impression(
        programme_id=training.programme_id,
        training=training,
        team=place.team,
        voice=Impression.Voice.TEAM if for_team else Impression.Voice.LEARNER,
        person=place.person,
    )
    return _begin(row, data, agreed, by)


def write_of_angel(
    person: Person, programme: Programme, data: ImpressionData, *, agreed: Agreed, by: Person | None
) -> Impression:
    """A draft of a knowledge angel, who was at work in the programme. Raises Refusal."""
    access.check(by is None or by.pk == person.pk)
    access.check(by is None or programme in access.programmes_helped(person))
    return _begin(Impression(programme=programme, voice=Impression.Voice.ANGEL, person=person), data, agreed, by)


def _begin(row: Impression, data: ImpressionData, agreed: Agreed, by: Person | None) -> Impression:
    _check(data)
    with deed(by):
        fill(row, data)
        row.save()
        _keep_consents(row, agreed, by)
    return row


def change_impression(
    row: Impression, data: ImpressionData, *, agreed: Agreed, version: int, by: Person | None
) -> Impression:
    """version: the one that was shown. Other words of what was published are offered again; consents hold and end at
    once. Raises Refusal."""
    _own(row, by)
    _check(data)
    with deed(by):
        now = _locked(row)
        check_shown(now, version)
        before = (now.title, now.text, now.changed, now.day)
        fill(now, data)
        again = now.state == State.PUBLISHED and before != (now.title, now.text, now.changed, now.day)
        if again:
            now.state, now.published_at = State.OFFERED, None
        now.version += 1
        now.save()
        _keep_consents(now, agreed, by)
        if again:
            letters.offered(now)
    return now


def offer(row: Impression, *, by: Person | None) -> None:
    """Coordinators read it and publish it, or give it back. Twice is once."""
    _own(row, by)
    with deed(by):
        now = _locked(row)
        if now.state == State.DRAFT:
            now.state, now.answer = State.OFFERED, ""
            now.save(update_fields=["state", "answer"])
            letters.offered(now)


def take_back(row: Impression, *, by: Person | None) -> None:
    """From this moment on nobody but the writer reads it, whatever its state was. Twice is once."""
    _own(row, by)
    with deed(by):
        now = _locked(row)
        if now.state != State.DRAFT:
            now.state, now.published_at = State.DRAFT, None
            now.save(update_fields=["state", "published_at"])


def publish(row: Impression, *, version: int | None = None, by: Person | None) -> None:
    """Everybody reads it; with the name and the photographs only while the writer's consents stand. version: the one
    that was read; by None: the house, loading files. Twice is once. Raises Refusal."""
    access.check(by is None or access.may_decide(by, row))
    with deed(by):
        now = _locked(row)
        if now.state == State.PUBLISHED:
            return
        if by is not None and now.state != State.OFFERED:
            raise Refusal(
                _("The writer has taken this story back."),
                _("It was not published."),
                _("It can be published once it is offered again."),
            )
        if version is not None and now.version != version:
            raise Refusal(
                _("The writer has changed the story while you were reading."),
                _("It was not published, so that nobody publishes what they have not read."),
                _("Open the page again and read it."),
            )
        now.state, now.published_at, now.answer = State.PUBLISHED, timezone.now(), ""
        now.save(update_fields=["state", "published_at", "answer"])
        if by is not None:
            letters.decided(now)


def give_back(row: Impression, answer: str, *, by: Person | None) -> None:
    """It is the writer's draft again; answer: what is to be changed, or why it is shown no longer. Raises Refusal."""
    access.check(row.person_id is not None and access.may_decide(by, row))
    said = answer.strip()
    if not said:
        raise Refusal(_("Say why it is given back."), _("Nothing was changed."), status=422)
    if len(said) > 500:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": 500},
            _("Nothing was changed."),
            status=422,
        )
    with deed(by):
        now = _locked(row)
        if now.state != State.DRAFT:
            now.state, now.published_at, now.answer = State.DRAFT, None, said
            now.save(update_fields=["state", "published_at", "answer"])
            letters.decided(now)


def remove(row: Impression, *, by: Person | None) -> None:
    """The writer lets the story go, with its photographs and the consents; where the writer was erased, those who
    publish do. Twice is once."""
    access.check(access.may_remove(by, row))
    with deed(by):
        for consent in _standing(row):
            withdraw_consent(consent, by=by)
        let_go(row)


def let_go(row: Impression) -> None:
    """Its row, photographs and their files, inside a transaction."""
    names = list(row.photos.values_list("file", flat=True))
    Impression.objects.filter(pk=row.pk).delete()
    for name in names:
        transaction.on_commit(partial(delete_file, name))


def _keep_consents(row: Impression, agreed: Agreed, by: Person | None) -> None:
    """What is agreed to holds from now on, what is not agreed to any more does not. by None: loaded files bring
    consents of their own."""
    if row.person is None or by is None:
        return
    for kind, words in ((access.QUOTING, agreed.named), (access.PHOTOS, agreed.pictured)):
        if words:
            give_consent(
                row.person,
                kind,
                wording=words,
                language=get_language() or "lv",
                by=by,
                subject_kind=access.CONSENT,
                subject_id=row.pk,
            )
            continue
        for consent in _standing(row).filter(kind=kind):
            withdraw_consent(consent, by=by)


def _standing(row: Impression) -> QuerySet[Consent]:
    return Consent.objects.filter(
        person=row.person_id, subject_kind=access.CONSENT, subject_id=str(row.pk), withdrawn_at=None
    )


def _own(row: Impression, by: Person | None) -> None:
    access.check(by is not None and row.person_id == by.pk)


def _locked(row: Impression) -> Impression:
    now = Impression.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if now is None:
        raise Refusal(_("The writer has taken this story back."), _("Nothing was changed."), status=410)
    return now


def _check(data: ImpressionData) -> None:
    for missing, said in (
        (not data.title.strip(), _("The title is missing.")),
        (not data.text.strip(), _("There are no words yet.")),
        (data.day > timezone.localdate(), _("This day has not come yet.")),
    ):
        if missing:
            raise Refusal(said, _("Nothing was saved."), status=422)
    if max(len(data.text), len(data.changed)) > LONGEST:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST},
            _("Nothing was saved."),
            status=422,
        )
