"""Made-up persons, accounts and organisations for tests."""

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from . import names
from .models import Account, Consent, Organisation, Person


class AccountFactory(DjangoModelFactory[Account]):
    """An account whose e-mail is verified, so that it may sign in by code."""

    class Meta:
        model = Account
        skip_postgeneration_save = True

    class Params:
        administrator = factory.Trait(is_staff=True)

    email = factory.Sequence(lambda n: f"konts{n}@example.test")
    password = factory.LazyFunction(lambda: make_password(None))

    @factory.post_generation
    def verified(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted is not False:
            from allauth.account.models import EmailAddress

            EmailAddress.objects.create(
                user_id=getattr(self, "pk", 0), email=str(self.email), verified=True, primary=True
            )


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Ābeļu novada pašvaldība {n}")
    kind = Organisation.Kind.MUNICIPALITY
    sort_key = factory.LazyAttribute(lambda o: names.organisation_sort_key(o.name))
    folded = factory.LazyAttribute(lambda o: names.organisation_folded(o.name, getattr(o, "short_name", "")))


class PersonFactory(DjangoModelFactory[Person]):
    """A person without account; `PersonFactory(with_account=True)` may sign in, `administrator=True` runs the house."""

    class Meta:
        model = Person

    class Params:
        with_account = factory.Trait(
            account=factory.SubFactory(AccountFactory, email=factory.SelfAttribute("..email")),
        )
        administrator = factory.Trait(
            account=factory.SubFactory(AccountFactory, email=factory.SelfAttribute("..email"), is_staff=True),
        )

    given_name = "Ilze"
    family_name = factory.Sequence(lambda n: f"Šķiņķe {n}")
    email = factory.Sequence(lambda n: f"ilze{n}@example.test")
    organisation = factory.SubFactory(OrganisationFactory)
    position = "plānotāja"
    sort_key = factory.LazyAttribute(lambda o: names.person_sort_key(o.given_name, o.family_name))
    folded = factory.LazyAttribute(lambda o: names.person_folded(o.given_name, o.family_name, o.email))


class ConsentFactory(DjangoModelFactory[Consent]):
    class Meta:
        model = Consent

    person = factory.SubFactory(PersonFactory)
    kind = Consent.Kind.PHOTOS
    wording = "Piekrītu, ka mani fotografē."
    language = "lv"
    given_at = factory.LazyFunction(timezone.now)
