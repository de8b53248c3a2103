"""To apply: begin, save a draft, send, change until the deadline, take back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.actions.persons import PersonData, create_person, find_or_create_person
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.people.office import office_of
from talka.people.personal_data import blank_versions, drop_versions
from talka.territories.models import Area
from talka.ui.folding import fold, visible
from talka.ui.refusals import Refusal

from .. import letters_of_applications as letters
from ..models import Application, ApplicationAnswer, ApplicationMember, Cohort, Score
from ..queries.applications import criteria_of, door_of
from .cohorts import cohort_locked

LONGEST = 5_000
"""Characters of one answer."""
MOST_NAMED = 50
EMPTIED = ("motivation", "place")
PLACE, TEAM, ADDRESSES, MOTIVATION, AGREED = "place", "team", "addresses", "motivation", "agreed"
"""What an application may lack."""


@dataclass(frozen=True)
class Asking:
    """Who begins. own_office: for the organisation they work for, else for a community by its name."""

    name: str = ""
    own_office: bool = False
    given_name: str = ""
    family_name: str = ""
    email: str = ""
    language: str = "lv"


@dataclass(frozen=True)
class Named:
    """Somebody for the team."""

    given_name: str
    family_name: str
    email: str = ""


@dataclass(frozen=True)
class ApplicationData:
    """What an applicant tells. answers: by number of the criterion. name: of a community; an organisation keeps its."""

    name: str = ""
    area: Area | None = None
    place: str = ""
    motivation: str = ""
    agreed: bool = False
    members: Sequence[Named] = ()
    answers: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Begun:
    """fresh is False where the person had begun or sent one for the same before."""

    application: Application
    fresh: bool


@dataclass(frozen=True)
class Lack:
    """Something an application needs before it is sent. about: PLACE and the like, or the number of a criterion."""

    about: str | int
    words: str


@dataclass(frozen=True)
class Saved:
    """What came of it: the text is kept in any case. why_not: what stands against sending it; lacks: where that is
    that something is missing, what."""

    application: Application
    sent: bool
    why_not: Refusal | None = None
    lacks: Sequence[Lack] = ()


def begin(cohort: Cohort, asking: Asking, *, by: Person | None) -> Begun:
    """A draft of somebody who is signed in, or, by None, of somebody who gets a link by letter. Whoever begins again
    finds their own. Raises Refusal where applications are closed or another has applied for the same."""
    if not (door := door_of(cohort)).open:
        raise door.refusal()
    with deed(by):
        cohort_locked(cohort)
        office = office_of(by) if asking.own_office else None
        if asking.own_office and office is None:
            raise Refusal(
                _("Nobody has said yet that you may speak for an organisation."),
                _("Nothing was begun."),
                _("Ask the coordinator to enter you for it, or apply for a community by its name."),
                status=403,
            )
        name = office.name if office else _tidy_name(asking.name)
        rows = Application.objects.filter(cohort=cohort, withdrawn_at=None)
        person = by or _person(asking, cohort)
        mine = rows.filter(person=person, organisation=office, folded=fold(name)).first()
        if mine is None and (why := _taken(cohort, office.pk if office else None, fold(name), but=None)):
            raise why
        row = mine or Application.objects.create(
            cohort=cohort,
            person=person,
            organisation=office,
            name=name,
            folded=fold(name)[:300],
            area=office.area if office else None,
            language=asking.language,
        )
        row.cohort = cohort
        letters.begun(row, again=mine is not None, signed_in=by is not None)
    return Begun(row, mine is None)


def save(application: Application, data: ApplicationData, *, send: bool, version: int, by: Person | None) -> Saved:
    """Keep what was written, and send it where that was wanted and nothing stands against it. One that was sent stays
    sent, whole, and can be changed until the deadline. version: the one that was shown. Raises Refusal, for a draft
    only where nothing can be kept."""
    if by is None or by.pk != application.person_id:
        raise not_allowed()
    _check_lengths(data)
    with deed(by):
        cohort = cohort_locked(application.cohort)
        row = _locked(application)
        row.cohort = cohort
        check_shown(row, version)
        door = door_of(cohort)
        if row.sent_at is not None and not door.open:
            raise Refusal(
                door.what,
                _("What you had sent stands as it was; what you wrote now is still in the form below."),
                _("Copy it, and write to the coordinator."),
            )
        if row.sent_at is not None and (why := _missing(row, data)):
            raise why
        _fill(row, data)
        if row.sent_at is not None:
            if why := _taken(cohort, row.organisation_id, row.folded, but=row):
                raise why
            row.save()
            letters.sent(row, changed=True)
            return Saved(row, sent=True)
        why_not = _why_not(row, data, door.refusal() if not door.open else None) if send or not door.open else None
        if why_not is None and send:
            last = Application.objects.filter(cohort=cohort).aggregate(last=Max("number"))["last"] or 0
            row.number, row.sent_at = last + 1, timezone.now()
        row.save()
        if row.sent_at is not None:
            letters.sent(row, changed=False)
    fits = door.open and len(data.members) <= cohort.training.team_size
    return Saved(row, row.sent_at is not None, why_not, _lacks(row, data) if why_not and fits else ())


def _why_not(row: Application, data: ApplicationData, closed: Refusal | None) -> Refusal | None:
    if closed is not None:
        return Refusal(
            closed.what,
            _("What you wrote is kept as a draft; it was not sent."),
            closed.advice or _("Write to the coordinator."),
        )
    return _missing(row, data) or _taken(row.cohort, row.organisation_id, row.folded, but=row)


def withdraw(application: Application, *, by: Person | None) -> None:
    """What was written is deleted; that there was an application stays. Twice is once. Raises Refusal once the
    decision was told: a team that gives up tells its coordinator."""
    if by is None or by.pk != application.person_id:
        raise not_allowed()
    with deed(by):
        cohort_locked(application.cohort)
        row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
        if row.withdrawn_at is not None:
            return
        told = row.decisions.exclude(told_at=None).order_by("-pk").first()
        if told is not None and told.outcome != Application.Outcome.RESERVE:
            raise Refusal(
                _("The decision about this application has been told already."),
                _("Nothing was changed."),
                _("If your team cannot take part, write to the coordinator."),
            )
        take_back(row)
        row.cohort = application.cohort
        letters.withdrawn(row)


def take_back(row: Application) -> None:
    """Empty it and close the gap it leaves on the reserve list. For withdrawing and erasing; the row is held."""
    forget_words(row)
    place, row.reserve_place, row.outcome = row.reserve_place, None, ""
    row.withdrawn_at = row.withdrawn_at or timezone.now()
    row.version += 1
    row.save()
    if place is not None:
        close_gap(row.cohort_id, place)


def forget_words(row: Application) -> None:
    """Nothing of what was written or said about it is left, in versions either."""
    row.members.all().delete()
    for model, pks in (
        (ApplicationAnswer, list(row.answers.values_list("pk", flat=True))),
        (Score, list(row.scores.values_list("pk", flat=True))),
    ):
        model._base_manager.filter(pk__in=pks).delete()
        drop_versions(model, pks)
    row.motivation = row.place = ""
    row.save(update_fields=["motivation", "place"])
    blank_versions(Application, [row.pk], EMPTIED)


def close_gap(cohort_id: int, place: int) -> None:
    """Those behind this place of the reserve list move up by one."""
    for behind in Application.objects.filter(cohort_id=cohort_id, reserve_place__gt=place).order_by("reserve_place"):
        behind.reserve_place = (behind.reserve_place or 0) - 1
        behind.save(update_fields=["reserve_place"])


def _locked(application: Application) -> Application:
    row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    row.person = application.person
    if row.withdrawn_at is not None:
        raise Refusal(
            _("This application was withdrawn."),
            _("Nothing was saved."),
            _("While applications are open you can begin a new one on the cohort's page."),
            status=410,
        )
    return row


def _taken(cohort: Cohort, organisation: int | None, folded: str, *, but: Application | None) -> Refusal | None:
    """Where another has applied for the same organisation, or under the same name: for a community by its name, and for
    an organisation under whose name a stranger was faster. One name stands once in a cohort, by a rule of the table."""
    rows = Application.objects.filter(cohort=cohort, withdrawn_at=None).exclude(sent_at=None)
    same = Q(folded=folded)
    rows = rows.filter(same | Q(organisation=organisation) if organisation else same)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    if not rows.exists():
        return None
    return Refusal(
        _("An application for this organisation or community has been sent to this cohort already."),
        _("Each applies once. Who sent it and what it says stays with them; what you wrote is kept as a draft.")
        if but is not None
        else _("Each applies once. Who sent it and what it says stays with them."),
        _("Ask your colleagues, or write to the coordinator if you think that it is not yours."),
    )


def _person(asking: Asking, cohort: Cohort) -> Person:
    """The known person of this address and name, else a new one. A stranger's form never changes what is known."""
    if not asking.email.strip():
        raise Refusal(_("The e-mail is missing: the link to your application is sent there."), status=422)
    data = PersonData(asking.given_name, asking.family_name, asking.email.strip().lower(), language=asking.language)
    made_up = cohort.training.illustrative
    found = find_or_create_person(data, by=None, illustrative=made_up)
    same = fold(found.person.name) == fold(f"{asking.given_name} {asking.family_name}")
    return found.person if same and found.person.email else create_person(data, by=None, illustrative=made_up)


def _tidy_name(name: str) -> str:
    tidy = visible(" ".join(name.split())).strip()
    if not tidy:
        raise Refusal(_("The name of the organisation or community is missing."), status=422)
    if len(tidy) > 200:
        raise Refusal(_("The name is longer than 200 characters."), status=422)
    return tidy


def _check_lengths(data: ApplicationData) -> None:
    too_long = [text for text in (data.motivation, *data.answers.values()) if len(text) > LONGEST]
    if too_long or len(data.place) > 200 or len(data.members) > MOST_NAMED:
        raise Refusal(
            _("A text is too long: at most %(n)s characters fit.") % {"n": LONGEST},
            _("Nothing was saved."),
            status=422,
        )


def _fill(row: Application, data: ApplicationData) -> None:
    """Put what was said into the rows; the caller saves the application itself."""
    if row.organisation_id is None:
        row.name = _tidy_name(data.name or row.name)
        row.folded = fold(row.name)[:300]
    row.area, row.place, row.motivation = data.area, data.place.strip(), data.motivation.strip()
    row.agreed_at = (row.agreed_at or timezone.now()) if data.agreed else None
    row.version += 1
    row.members.all().delete()
    ApplicationMember.objects.bulk_create(
        ApplicationMember(
            application=row,
            order=place,
            given_name=one.given_name[:100],
            family_name=one.family_name[:100],
            email=one.email.lower(),
        )
        for place, one in enumerate(data.members, start=1)
    )
    asked = {one.pk for one in criteria_of(row.cohort)}
    held = {one.criterion_id: one for one in ApplicationAnswer.objects.filter(application=row)}
    for criterion, words in data.answers.items():
        answer = held.get(criterion) or ApplicationAnswer(application=row, criterion_id=criterion)
        if criterion in asked and answer.words != words.strip():
            answer.words = words.strip()
            answer.save()


def _missing(row: Application, data: ApplicationData) -> Refusal | None:
    """What an application needs before the selection can read it."""
    size = row.cohort.training.team_size
    if len(data.members) > size:
        return Refusal(
            _("A team of this training programme has at most %(number)s people.") % {"number": size},
            _("The application was not sent."),
            _("Take somebody out of the team."),
            status=422,
        )
    lacks = _lacks(row, data)
    if not lacks:
        return None
    return Refusal(
        _("Something is missing yet: %(what)s.") % {"what": ", ".join(one.words for one in lacks)},
        _("The application was not sent."),
        status=422,
    )


def _lacks(row: Application, data: ApplicationData) -> list[Lack]:
    """In the order of the form."""
    lacks: list[Lack] = []
    if not (data.place.strip() or data.area):
        lacks.append(Lack(PLACE, _("the place")))
    if not data.members:
        lacks.append(Lack(TEAM, _("somebody for the team")))
    if any(not one.email for one in data.members):
        lacks.append(Lack(ADDRESSES, _("an e-mail for each person of the team")))
    asked = [one for one in criteria_of(row.cohort) if not data.answers.get(one.pk, "").strip()]
    lacks += [Lack(one.pk, f"“{one}”") for one in asked]
    if not data.motivation.strip():
        lacks.append(Lack(MOTIVATION, _("why you want to take part")))
    if not data.agreed:
        lacks.append(Lack(AGREED, _("your agreement that the selection reads it")))
    return lacks
