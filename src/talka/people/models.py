"""Accounts, persons with and without accounts, organisations, consents. Personal data declares why it is kept."""

import secrets
from typing import Any

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Controller, Data, Personal, Reader, Source


def new_token() -> str:
    return secrets.token_urlsafe(24)


def new_key() -> str:
    """What stands in addresses instead of a serial number."""
    return secrets.token_urlsafe(9)


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)  # None: nobody signs in by password
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Account":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Account(AbstractBaseUser, PermissionsMixin):
    """A way to sign in. Who the person is stands in `Person`."""

    personal = Personal(
        title=_("Accounts"),
        purpose=_("Signing in"),
        basis=(Basis.PUBLIC_TASK, Basis.CONTRACT),
        data=(Data.ENTRY,),
        readers=(Reader.PERSON, Reader.ADMINISTRATORS),
        source=(Source.ORGANISER, Source.PERSON),
        retention=_("until the person or the administrator closes it"),
        clock=Clock.PERSON,
        controller=Controller.INSTALLATION,
    )

    email = models.EmailField(unique=True)
    is_staff = models.BooleanField(default=False, help_text="an administrator of this installation")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    demonstration = models.BooleanField(default=False)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email


@pghistory.track(model_name="OrganisationVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Organisation(models.Model):
    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Local government")
        REGION = "region", _("Planning region")
        MINISTRY = "ministry", _("Ministry or state institution")
        ASSOCIATION = "association", _("Association of municipalities")
        NGO = "ngo", _("Non-governmental organisation")
        ACTION_GROUP = "action_group", _("Local action group")
        COMMUNITY = "community", _("Informal community")
        RESIDENTS = "residents", _("Residents' council")
        COMPANY = "company", _("Company")
        UNIVERSITY = "university", _("University or research institution")
        ABROAD = "abroad", _("Organisation abroad")
        OTHER = "other", _("Other kind of organisation")

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    website = models.URLField(blank=True)
    sort_key = models.CharField(max_length=500, db_collation="C", db_index=True)
    folded = models.CharField(max_length=500, db_index=True)
    illustrative = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(model_name="PersonVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Person(models.Model):
    """Somebody, with or without an account. Erased ones keep their row, empty; what a rule locks waits in it."""

    personal = Personal(
        title=_("People"),
        purpose=_("Knowing who takes part in events and programmes, and inviting them"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.CONTACT, Data.WORK),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM, Reader.FUNDER),
        source=(Source.PERSON, Source.COLLEAGUE, Source.ORGANISER),
        retention=_(
            "until erased by the person; without an account, until the last project that names them has passed its "
            "retention date, or a year after being entered where none does"
        ),
        clock=Clock.PROJECT,
        carried_out=("talka.people.actions.retirement.retire_persons",),
    )

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="lv")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    position = models.CharField(max_length=200, blank=True)
    expertise = models.TextField(blank=True)
    account = models.OneToOneField(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="person")
    sort_key = models.CharField(max_length=500, db_collation="C", db_index=True)
    folded = models.CharField(max_length=500, db_index=True)
    illustrative = models.BooleanField(default=False)
    public = models.BooleanField(default=False, help_text="on public record, as a speaker is")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erase_after = models.DateField(
        null=True,
        blank=True,
        help_text="erased, but the name stays until the end of this day: a funder's rule locks it",
    )

    asked: dict[str, Any] | None = None
    """What `request.person` was found to be allowed, so that a page asks once; see `people.access.once`."""

    class Meta:
        ordering = ["sort_key"]
        indexes = [models.Index(Lower("email"), name="person_email_lower")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class PersonalLink(models.Model):
    """A link that opens one person's own page without an account. Only the digest of its token is kept."""

    personal = Personal(
        title=_("Personal links"),
        purpose=_("Access without an account"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.ENTRY,),
        readers=(Reader.PERSON,),
        source=(Source.MACHINE,),
        retention=_("thirty days after it expires"),
        clock=Clock.EXPIRY,
        days=30,
        carried_out=("talka.people.personal_links.forget_old",),
        controller=Controller.INSTALLATION,
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    single_use = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")


@pghistory.track(model_name="ConsentVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Consent(models.Model):
    """What a person agreed to, in which words, when; withdrawn by a date, never by deletion."""

    personal = Personal(
        title=_("Consents"),
        purpose=_("Proof of consent"),
        basis=(Basis.LEGAL_OBLIGATION,),
        data=(Data.CHOICES,),
        readers=(Reader.PERSON, Reader.ORGANISERS),
        source=(Source.PERSON,),
        retention=_("as long as it holds; one that was withdrawn for a year more"),
        clock=Clock.EXPIRY,
        days=365,
        carried_out=("talka.people.actions.retirement.forget_withdrawn_consents",),
    )

    class Kind(models.TextChoices):
        PHOTOS = "photos", _("Photographs and video")
        QUOTING = "quoting", _("Quoting my words with my name")
        CONTACT = "contact", _("Sharing my contact with other participants")
        NEWS = "news", _("News about later events")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    wording = models.TextField()
    language = models.CharField(max_length=10)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class Merge(models.Model):
    """Two rows that were one person or one organisation: what moved where, so that it can be taken apart again.

    `changes` names rows by model and id; rows that stood twice are kept in `removed` as they were, and the values that
    the kept row took over stand in `filled`. Erasing the person empties both.
    """

    personal = Personal(
        title=_("Merged doubles"),
        purpose=_("Undoing a merge of doubles"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.CONTACT, Data.WORK, Data.DEEDS),
        readers=(Reader.ORGANISERS, Reader.ADMINISTRATORS),
        source=(Source.ORGANISER,),
        retention=_("until the person is erased"),
        clock=Clock.PERSON,
    )

    kept_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gone_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kept_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gone_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changes = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    filled = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kept_person__isnull=False, gone_person__isnull=False)
                ^ models.Q(kept_organisation__isnull=False, gone_organisation__isnull=False),
                name="merge_of_two_persons_or_two_organisations",
            )
        ]


class SentTable(models.Model):
    """A table that somebody sent: read and checked, not yet entered; then what came of it. Rooms say what is in it.

    `rows` are emptied when entered; the whole goes after a day.
    """

    CHECKED, RUNNING, DONE, FAILED = "checked", "running", "done", "failed"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list, help_text="[[number in the file, {column: value}], …]")
    faults = models.JSONField(default=list, help_text="[[row or null, column, what, advice], …]")
    faulty = models.PositiveIntegerField(default=0)
    ignored = models.JSONField(default=list, help_text="headers that no column claims")
    state = models.CharField(max_length=20, default=CHECKED)
    result = models.JSONField(default=dict)
    by = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, default="lv")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Import(SentTable):
    """A table of persons or organisations."""

    personal = Personal(
        title=_("Address lists being entered"),
        purpose=_("Importing an address list"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.CONTACT, Data.WORK),
        readers=(Reader.ORGANISERS,),
        source=(Source.ORGANISER,),
        retention=_("one day"),
        clock=Clock.MADE,
        days=1,
        carried_out=("talka.people.actions.retirement.forget_imports",),
    )

    class Kind(models.TextChoices):
        PERSONS = "persons", _("People")
        ORGANISATIONS = "organisations", _("Organisations")

    class State(models.TextChoices):
        CHECKED = "checked", _("Read, not yet entered")
        RUNNING = "running", _("Being entered")
        DONE = "done", _("Entered")
        FAILED = "failed", _("Not entered")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.CHECKED)
    overwrite = models.BooleanField(default=False)


class FailedCode(models.Model):
    """A wrong code or token that was tried; counted per address and in all, because a hall shares one address."""

    personal = Personal(
        title=_("Wrong codes"),
        purpose=_("Stopping guesses"),
        basis=(Basis.LEGITIMATE_INTEREST,),
        data=(Data.ADDRESS,),
        readers=(Reader.NOBODY,),
        source=(Source.MACHINE,),
        retention=_("one day"),
        clock=Clock.MADE,
        days=1,
        carried_out=("talka.people.failed_codes.forget_old",),
        controller=Controller.INSTALLATION,
    )

    what = models.CharField(max_length=40)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)


@pgtrigger.register(pgtrigger.Protect(name="append_only", operation=pgtrigger.Update))
class Erasure(models.Model):
    """That somebody was erased: a key that stands nowhere else any more, and when.

    It lies beside the backups too: one from before the erasure brings the person back, and this takes them out again.
    """

    personal = Personal(
        title=_("Journal of erasures"),
        purpose=_("Erasing again whom a restored backup brings back"),
        basis=(Basis.LEGAL_OBLIGATION,),
        data=(Data.CHOICES,),
        readers=(Reader.NOBODY,),
        source=(Source.MACHINE,),
        retention=_("three years, longer than any backup is kept: a key that leads to nobody, and the time"),
        clock=Clock.MADE,
        days=1095,
        carried_out=("talka.people.actions.journal.forget_old",),
        controller=Controller.INSTALLATION,
    )

    person_key = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
