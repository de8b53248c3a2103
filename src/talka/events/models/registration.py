"""Who wants to come, what they were asked, which working groups they would choose, who must wait."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from .agenda import AgendaItem
from .event import Event


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    model_name="RegistrationVersion",
    fields=["state", "person", "organisation", "position"],
    obj_field=pghistory.ObjForeignKey(related_name="versions", on_delete=models.CASCADE),
)
class Registration(models.Model):
    personal = Personal(
        title=_("Registrations"),
        purpose=_("Holding the event and proving to the funder that it was held"),
        basis=(Basis.PUBLIC_TASK, Basis.LEGAL_OBLIGATION, Basis.EXPLICIT_CONSENT),
        data=(Data.PART, Data.WORK, Data.NEEDS, Data.WORDS),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM, Reader.FUNDER),
        source=(Source.PERSON, Source.COLLEAGUE, Source.ORGANISER),
        retention=_("the project's retention date; diet, access and similar answers 30 days after the event"),
        clock=Clock.PROJECT,
        carried_out=(
            "talka.events.actions.retention.forget_past_projects",
            "talka.events.actions.forgetting.forget_answers",
        ),
    )

    class State(models.TextChoices):
        REGISTERED = "registered", _("Has a seat")
        WAITING = "waiting", _("On the waiting list")
        CANCELLED = "cancelled", _("Registration cancelled")

    class Source(models.TextChoices):
        SELF = "self", _("Registered themselves")
        COLLEAGUE = "colleague", _("Registered by a colleague")
        ORGANISER = "organiser", _("Entered by an organiser")
        SUBSTITUTE = "substitute", _("Comes instead of somebody")
        WALK_IN = "walk_in", _("Came without registering")
        IMPORT = "import", _("Imported")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="registrations")
    token = models.CharField(max_length=64, unique=True, help_text="opens this registration without an account")
    code = models.CharField(max_length=12, help_text="short code on the name card")
    state = models.CharField(max_length=20, choices=State.choices)
    source = models.CharField(max_length=20, choices=Source.choices, default=Source.SELF)
    registered_at = models.DateTimeField(auto_now_add=True)
    registered_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    waiting_since = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    instead_of = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="substitute"
    )
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="as it was for this event",
    )
    position = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="lv")
    diet = models.CharField(max_length=300, blank=True)
    access_needs = models.CharField(max_length=300, blank=True)
    interpretation = models.CharField(max_length=100, blank=True)
    transport = models.CharField(max_length=300, blank=True)
    overnight = models.BooleanField(null=True, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    funder_answers = models.JSONField(
        default=dict, blank=True, help_text="what the funder has participants asked: {key: key of the answer}"
    )
    notice_digest = models.CharField(max_length=64, blank=True, help_text="which privacy notice was shown")
    reminded_at = models.DateTimeField(null=True, blank=True)
    feedback_asked_at = models.DateTimeField(null=True, blank=True)
    feedback_given = models.BooleanField(default=False, help_text="without when and which: sheets have no names")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="registered_once"),
            models.UniqueConstraint(fields=["event", "code"], name="registration_code_stands_once"),
        ]
        indexes = [models.Index(fields=["event", "state"], name="registration_event_state")]


class Choice(models.Model):
    """The working group a person would choose first, second, …"""

    personal = Personal(
        title=_("Choices of working groups"),
        purpose=_("Forming working groups"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.PART,),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM),
        source=(Source.PERSON,),
        retention=_("the project's retention date"),
        clock=Clock.PROJECT,
        carried_out=("talka.events.actions.retention.forget_past_projects",),
    )

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="choices")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="chosen_by")
    block = models.CharField(max_length=60, blank=True, help_text="the item's block: each block is ranked by itself")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["block", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "item"], name="group_chosen_once"),
            models.UniqueConstraint(fields=["registration", "block", "rank"], name="one_group_per_rank"),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="rank_from_one"),
        ]


class Question(models.Model):
    """What is asked at registration: the ready questions that are switched on, and the organiser's own."""

    class Kind(models.TextChoices):
        DIET = "diet", _("Diet")
        ACCESS = "access", _("Access needs")
        INTERPRETATION = "interpretation", _("Interpretation")
        TRANSPORT = "transport", _("Transport")
        OVERNIGHT = "overnight", _("Overnight stay")
        TEXT = "text", _("Short text")
        LONG_TEXT = "long_text", _("Long text")
        YES_NO = "yes_no", _("Yes or no")
        ONE = "one", _("One of several")
        SEVERAL = "several", _("Several of several")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    label = I18nCharField(max_length=300)
    options = models.JSONField(default=list, blank=True, help_text="for choices: a list of {lang: text}")
    required = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "key"], name="question_key_stands_once")]


class Answer(models.Model):
    personal = Personal(
        title=_("Answers at registration"),
        purpose=_("Holding the event"),
        basis=(Basis.PUBLIC_TASK, Basis.EXPLICIT_CONSENT),
        data=(Data.WORDS, Data.NEEDS),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM),
        source=(Source.PERSON, Source.COLLEAGUE),
        retention=_("30 days after the event"),
        clock=Clock.EVENT,
        days=30,
        carried_out=("talka.events.actions.forgetting.forget_answers",),
    )

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answered_once")]


class Quota(models.Model):
    """At most so many seats for one organisation (or each of a kind), or for one area and all in it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="quotas")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey("territories.Area", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    each_organisation = models.BooleanField(default=False, help_text="the same limit for every organisation")
    seats = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
