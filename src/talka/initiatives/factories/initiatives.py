"""Made-up initiatives, their authors and supporters."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import ConsentFactory, PersonFactory
from talka.people.models import Consent
from talka.territories.factories import AreaFactory

from ..access.initiatives import AUTHOR, SUPPORTER
from ..mailboxes import mailbox_of
from ..models import Author, Initiative, InitiativeText, Supporter


class InitiativeFactory(DjangoModelFactory[Initiative]):
    """Everybody reads it; `draft=True` its authors alone."""

    class Meta:
        model = Initiative

    class Params:
        draft = factory.Trait(published_at=None, state=Initiative.State.DRAFT)

    title = factory.Sequence(lambda n: f"Taka gar ezeru {n}")
    what = "Iztīrīt krastu un ieklāt laipu."
    area = factory.SubFactory(AreaFactory)
    state = Initiative.State.OPEN
    published_at = factory.LazyFunction(timezone.now)


class InitiativeTextFactory(DjangoModelFactory[InitiativeText]):
    class Meta:
        model = InitiativeText

    initiative = factory.SubFactory(InitiativeFactory)
    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyAttribute(lambda row: {"title": row.initiative.title, "what": row.initiative.what})


class AuthorFactory(DjangoModelFactory[Author]):
    """One who accepted; `named=True` agreed that the name is read by everybody."""

    class Meta:
        model = Author
        skip_postgeneration_save = True

    initiative = factory.SubFactory(InitiativeFactory)
    person = factory.SubFactory(PersonFactory, with_account=True)
    state = Author.State.ACCEPTED

    @factory.post_generation
    def named(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted:
            _agrees(self, AUTHOR)


class SupporterFactory(DjangoModelFactory[Supporter]):
    """`named=True` agreed that the name is read by everybody."""

    class Meta:
        model = Supporter
        skip_postgeneration_save = True

    initiative = factory.SubFactory(InitiativeFactory)
    person = factory.SubFactory(PersonFactory, with_account=True)
    mailbox = factory.LazyAttribute(lambda row: mailbox_of(row.person.email))

    @factory.post_generation
    def named(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted:
            _agrees(self, SUPPORTER)


def _agrees(row: object, subject: str) -> None:
    ConsentFactory(
        person=row.person,  # type: ignore[attr-defined]
        kind=Consent.Kind.QUOTING,
        subject_kind=subject,
        subject_id=str(row.initiative_id),  # type: ignore[attr-defined]
    )
