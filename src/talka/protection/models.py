"""Who answers for people's data, and the register of what people asked for."""

import datetime as dt

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

LONG = 300


@pghistory.track(model_name="FactsVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Facts(models.Model):
    """Who answers for what: of the installation (neither named), of a programme, or of a project.

    What is empty in a project is taken from its programme, and then from the installation.
    """

    personal = texts(_("Who answers for personal data"), Data.NAME, Data.CONTACT)

    programme = models.OneToOneField(
        "programmes.Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="protection"
    )
    project = models.OneToOneField(
        "programmes.Project", on_delete=models.CASCADE, null=True, blank=True, related_name="protection"
    )
    controller = I18nCharField(max_length=LONG, blank=True, help_text="of a project it stands in the project's data")
    controller_contact = I18nCharField(max_length=LONG, blank=True)
    officer = I18nCharField(max_length=LONG, blank=True, help_text="the data protection officer, by office or name")
    officer_contact = models.CharField(max_length=LONG, blank=True)
    processor = I18nCharField(max_length=LONG, blank=True, help_text="who runs the installation for the controller")
    processor_contact = I18nCharField(max_length=LONG, blank=True)
    law = I18nTextField(blank=True, help_text="which law gives the public task (Article 6(3))")
    place = I18nCharField(max_length=LONG, blank=True, help_text="where the server stands")
    subprocessors = I18nTextField(blank=True, help_text="whom the processor engages: hosting, sending of letters")
    authority = I18nCharField(max_length=LONG, blank=True, help_text="where to complain")
    access_contact = models.CharField(max_length=LONG, blank=True, help_text="for what somebody cannot use")
    access_gaps = I18nTextField(blank=True, help_text="what is known not to be accessible here")
    access_tested = models.DateField(null=True, blank=True)
    access_tested_how = I18nTextField(blank=True)
    access_enforcement = I18nTextField(blank=True, help_text="where to turn when the answer does not satisfy")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(programme__isnull=True) | models.Q(project__isnull=True), name="facts_of_one_thing"
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(programme__isnull=True, project__isnull=True),
                name="facts_of_the_installation_once",
            ),
        ]


class Request(models.Model):
    """What somebody asked about their own data, and when it was answered: dates and kinds, no words about them."""

    personal = Personal(
        title=_("Requests about one's own data"),
        purpose=_("Answering requests in time, and showing that they were answered"),
        basis=(Basis.LEGAL_OBLIGATION,),
        data=(Data.CHOICES, Data.DEEDS),
        readers=(Reader.PERSON, Reader.ADMINISTRATORS),
        source=(Source.PERSON,),
        retention=_("two years after it was answered; whose it was, until the person is erased"),
        clock=Clock.EXPIRY,
        days=730,
        carried_out=("talka.protection.actions.requests.forget_old",),
    )

    class Kind(models.TextChoices):
        ACCESS = "access", _("Access or a copy (Article 15)")
        RECTIFICATION = "rectification", _("Correction (Article 16)")
        ERASURE = "erasure", _("Erasure (Article 17)")
        RESTRICTION = "restriction", _("Restriction (Article 18)")
        PORTABILITY = "portability", _("Taking it elsewhere (Article 20)")
        OBJECTION = "objection", _("Objection (Article 21)")

    class Channel(models.TextChoices):
        PAGE = "page", _("on their own page")
        MAIL = "mail", _("by e-mail")
        PAPER = "paper", _("by letter or in person")

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("request", "waiting for an answer")
        DONE = "done", pgettext_lazy("request", "done")
        PARTLY = "partly", pgettext_lazy("request", "done in part, with reasons")
        REFUSED = "refused", pgettext_lazy("request", "refused, with reasons")
        TAKEN_BACK = "taken_back", pgettext_lazy("request", "taken back")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    came_on = models.DateField()
    due_on = models.DateField(help_text="a month after it came, Article 12(3)")
    extended = models.BooleanField(default=False, help_text="by two further months; the person was told why")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["answered_on", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="open", answered_on__isnull=True)
                | (~models.Q(outcome="open") & models.Q(answered_on__isnull=False)),
                name="request_answered_on_a_day",
            )
        ]

    def is_late(self, today: dt.date) -> bool:
        return self.outcome == self.Outcome.OPEN and self.due_on < today


class Restriction(models.Model):
    """Data of a person that is kept and otherwise left alone (Article 18), or that they object to (Article 21)."""

    personal = Personal(
        title=_("Restrictions"),
        purpose=_("Leaving data alone while it is disputed"),
        basis=(Basis.LEGAL_OBLIGATION,),
        data=(Data.CHOICES,),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.ADMINISTRATORS),
        source=(Source.PERSON,),
        retention=_("until it is lifted or the person is erased"),
        clock=Clock.PERSON,
    )

    class Why(models.TextChoices):
        ACCURACY = "accuracy", _("the person says that it is not accurate")
        UNLAWFUL = "unlawful", _("the person says that it is unlawful, and wants no erasure")
        CLAIMS = "claims", _("the person needs it for a legal claim")
        OBJECTION = "objection", _("the person objects, and it is being weighed")

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="restriction")
    why = models.CharField(max_length=12, choices=Why.choices)
    since = models.DateTimeField(auto_now_add=True)
    blocked = models.BooleanField(default=False, help_text="that no letters are sent came with it and goes with it")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
