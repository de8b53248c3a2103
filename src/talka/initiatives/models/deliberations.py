"""A deliberation: a question to many, the statements on which they agree or not, and who takes part."""

import secrets

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, acted, texts
from talka.ui.searched import Searched

from .initiatives import Initiative

SMALLEST, LARGEST = 100_000_000, 999_999_999


def new_number() -> int:
    """By chance, so that it tells neither who somebody is nor when they came."""
    return SMALLEST + secrets.randbelow(LARGEST - SMALLEST + 1)


@pghistory.track(model_name="DeliberationVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Deliberation(Searched):
    """A draft is of those who run it. Opened, it takes votes from its first to its last moment, and no longer than it
    stands open."""

    personal = texts(_("Deliberations"), Data.DEEDS)
    SEARCHED = ("question", "introduction")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("deliberation", "Draft")
        OPEN = "open", pgettext_lazy("deliberation", "Open")
        CLOSED = "closed", pgettext_lazy("deliberation", "Closed")

    class Entry(models.TextChoices):
        ACCOUNT = "account", _("Everybody who signs in, and those invited by a personal link")
        INVITED = "invited", _("Only those invited by a personal link")

    class Checking(models.TextChoices):
        AFTER = "after", _("They stand at once; you may hide one afterwards")
        BEFORE = "before", _("Each waits until you let it stand")

    class Showing(models.TextChoices):
        CLOSED = "closed", _("Once it is closed")
        LIVE = "live", _("While it is open, too")

    question = models.CharField(max_length=300)
    introduction = models.TextField(blank=True, help_text="what one should know before voting")
    rules = models.TextField(blank=True, help_text="of talking with each other")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="deliberations"
    )
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="whose people run it; else a programme's organisers do",
    )  # fmt: skip
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.CharField(max_length=20, choices=Entry.choices, default=Entry.ACCOUNT)
    checking = models.CharField(max_length=20, choices=Checking.choices, default=Checking.AFTER)
    showing = models.CharField(max_length=20, choices=Showing.choices, default=Showing.CLOSED)
    most_per_person = models.PositiveSmallIntegerField(default=10, help_text="statements of one person, in all")
    most_per_hour = models.PositiveSmallIntegerField(default=3, help_text="statements of one person within an hour")
    opens_at = models.DateTimeField(null=True, blank=True, help_text="empty: once it is opened")
    closes_at = models.DateTimeField(null=True, blank=True, help_text="empty: once it is closed by hand")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="when somebody opened it")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="when it was closed, by hand or by its time")
    illustrative = models.BooleanField(default=False, help_text="made up, as its programme is")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) ^ models.Q(programme__isnull=True),
                name="deliberation_of_one",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(opens_at__lt=models.F("closes_at")),
                name="deliberation_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", opened_at__isnull=True, closed_at__isnull=True)
                | models.Q(state="open", opened_at__isnull=False, closed_at__isnull=True)
                | models.Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="deliberation_state_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(most_per_person__gte=0, most_per_hour__gte=1), name="deliberation_limits"
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def whose(self) -> str:
        """Who asks: the organisation, else the programme."""
        return str(self.organisation if self.organisation_id else self.programme)


class DeliberationMember(models.Model):
    """Somebody who was invited or takes part. Votes hang on the number, and stay when the person is erased."""

    personal = Personal(
        title=_("Taking part in deliberations"),
        purpose=_("Letting each person vote once on a statement"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.PART,),
        readers=(Reader.PERSON, Reader.ORGANISERS),
        source=(Source.PERSON, Source.ORGANISER),
        retention=_("until the person is erased; then a number without a person stays"),
        clock=Clock.PERSON,
    )

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="deliberating",
        help_text="empty: erased",
    )  # fmt: skip
    number = models.PositiveIntegerField(default=new_number, help_text="as it stands in files of votes")
    invited_at = models.DateTimeField(null=True, blank=True, help_text="a personal link was sent")
    joined_at = models.DateTimeField(null=True, blank=True, help_text="voted, wrote or asked for the first time")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "person"], name="deliberation_one_person_once"),
            models.UniqueConstraint(fields=["deliberation", "number"], name="deliberation_number_once"),
        ]


class DeliberationHearing(models.Model):
    """An event at which it is talked about: its agenda, minutes and group work are the event's own."""

    personal = acted(_("Hearings of deliberations"))

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="hearings")
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["event__first_day", "pk"]
        constraints = [models.UniqueConstraint(fields=["deliberation", "event"], name="deliberation_hearing_once")]
