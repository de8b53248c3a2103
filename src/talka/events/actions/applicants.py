"""Who registers: found among the known persons, or new. A stranger's form never changes what is known of somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from talka.events import funder_asked
from talka.events.models import Answer, Choice, Event, Question, Registration
from talka.people.actions.consents import give_consent, withdraw_consent
from talka.people.actions.organisations import find_or_create_organisation
from talka.people.actions.persons import PersonData, change_person, create_person, find_or_create_person
from talka.people.models import Consent, Organisation, Person
from talka.territories.models import Area
from talka.ui.folding import fold

READY = {
    Question.Kind.DIET: "diet",
    Question.Kind.ACCESS: "access_needs",
    Question.Kind.INTERPRETATION: "interpretation",
    Question.Kind.TRANSPORT: "transport",
    Question.Kind.OVERNIGHT: "overnight",
}


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation nobody has named before. area: the id of its area, if it has one."""

    name: str
    kind: str
    area: int | None = None


@dataclass(frozen=True)
class Applicant:
    """What a registration form says of one person.

    choices: block -> ids of the working groups in the order of preference.
    answers: question key -> value, for the ready and the organiser's own questions alike.
    consents: kind -> the words agreed to.
    funder_answers: what the funder's template asks -> key of the option.
    """

    given_name: str
    family_name: str
    email: str = ""
    organisation: Organisation | NewOrganisation | None = None
    position: str = ""
    language: str = "lv"
    choices: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    answers: Mapping[str, object] = field(default_factory=dict)
    consents: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    funder_answers: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


def organisation_of(applicant: Applicant, event: Event) -> Organisation | None:
    """The organisation as a row; a new one is made unless one of that very name has come meanwhile."""
    named = applicant.organisation
    if not isinstance(named, NewOrganisation):
        return named
    area = Area.objects.filter(pk=named.area).first() if named.area else None
    return find_or_create_organisation(
        named.name, by=None, kind=named.kind, area=area, illustrative=event.project.programme.illustrative
    )


def person_of(applicant: Applicant, event: Event, organisation: Organisation | None, *, by: Person | None) -> Person:
    """The known person of this address and name, else a new one.

    What is known of a person stays as it is. Staff may fill in what was missing; a stranger's form may not: an address
    typed by anybody must not become that of somebody of the same name.
    """
    illustrative = event.project.programme.illustrative
    data = PersonData(
        given_name=applicant.given_name,
        family_name=applicant.family_name,
        email=applicant.email.lower(),
        organisation=organisation,
        position=applicant.position,
        language=applicant.language,
    )
    found = find_or_create_person(data, by=by, illustrative=illustrative, complete=by is not None)
    other = fold(found.person.name) != fold(applicant.name)
    if other or (applicant.email and not found.person.email):
        # Two names that look alike at one shared address may be two people: doubles can be merged, mix-ups cannot.
        return create_person(data, by=by, illustrative=illustrative)
    return found.person


def correct_person(person: Person, applicant: Applicant, by: Person) -> bool:
    """Staff correct a name or an address that was typed wrong; whoever signs in keeps their own. Says if it changed."""
    said = (applicant.given_name.strip(), applicant.family_name.strip(), applicant.email.strip().lower())
    if said == (person.given_name, person.family_name, person.email.lower()):
        return False
    data = PersonData(
        given_name=said[0],
        family_name=said[1],
        email=said[2],
        phone=person.phone,
        organisation=person.organisation,
        position=person.position,
        language=person.language,
        expertise=person.expertise,
    )
    change_person(person, data, by=by)
    return True


def write_down(registration: Registration, applicant: Applicant) -> None:
    """Store choices, answers and consents of the form in place of those that stood there."""
    questions = {question.key: question for question in registration.event.questions.all()}
    for key, value in applicant.answers.items():
        question = questions.get(key)
        if question is None:
            continue
        if column := READY.get(question.kind):  # type: ignore[call-overload]
            setattr(registration, column, value if column == "overnight" else str(value or "")[:300])
        elif value in (None, "", []):
            Answer.objects.filter(registration=registration, question=question).delete()
        else:
            Answer.objects.update_or_create(registration=registration, question=question, defaults={"value": value})
    registration.interpretation = registration.interpretation[:100]
    registration.remark = applicant.remark[:500]
    if applicant.funder_answers:
        # A form that did not ask leaves what was told before: a hall box may not know this funder's template.
        registration.funder_answers = funder_asked.only_asked(registration.event, applicant.funder_answers)
    registration.save()
    rank_groups(registration, applicant.choices)
    for kind in (Consent.Kind.PHOTOS,):
        keep_consent(registration, kind, applicant.consents.get(kind, ""))


def rank_groups(registration: Registration, choices: Mapping[str, tuple[int, ...]]) -> None:
    """Replace the ranking of each block that the form speaks of."""
    for block, items in choices.items():
        registration.choices.filter(block=block).delete()
        Choice.objects.bulk_create(
            Choice(registration=registration, item_id=item, block=block, rank=rank)
            for rank, item in enumerate(dict.fromkeys(items), start=1)
        )


def keep_consent(registration: Registration, kind: str, wording: str) -> None:
    """Give (with the words that were shown) or withdraw a consent for this event; giving it again changes nothing."""
    subject = {"subject_kind": "event", "subject_id": str(registration.event_id)}
    if wording:
        give_consent(registration.person, kind, wording=wording, language=registration.language, by=None, **subject)
        return
    for consent in Consent.objects.filter(person=registration.person, kind=kind, withdrawn_at=None, **subject):
        withdraw_consent(consent, by=None)
