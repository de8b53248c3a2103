"""What those who take part say of their competences before, after and six months later, and what a group's answers add
up to. A single answer is the person's own: nobody else reads it, and no version of it is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from .cohort import Cohort

LEAST, GREATEST = 1, 5
"""The scale of both scores."""


class AssessmentRound(models.Model):
    """A cohort is asked once at each of three times. What it asks is frozen when it opens, what came of it when it
    closes: figures that stand do not move when somebody's answer goes, for the difference would tell of them."""

    class When(models.TextChoices):
        BEFORE = "before", pgettext_lazy("assessment", "Before")
        AFTER = "after", pgettext_lazy("assessment", "After")
        LATER = "later", pgettext_lazy("assessment", "Six months later")

    class Told(models.TextChoices):
        NOTHING = "", _("not closed yet")
        OWN = "own", _("all who answered")
        BOTH = "both", _("those who had answered before too")
        FEW = "few", _("fewer than five people answered")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="rounds")
    when = models.CharField(max_length=10, choices=When.choices)
    keys = models.JSONField(default=list, blank=True, help_text="of the competences to ask about; empty: as usual")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True, help_text="what is asked is frozen since")
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="figures stand since")
    told = models.CharField(max_length=10, choices=Told.choices, blank=True, help_text="whom the figures are of")
    people = models.PositiveSmallIntegerField(default=0, help_text="behind the figures; 0: there are none")

    class Meta:
        ordering = ["cohort", "opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "when"], name="assessment_round_stands_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="assessment_round_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(opened_at__isnull=False),
                name="assessment_round_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=models.Q(people=0) | models.Q(people__gte=5), name="assessment_figures_of_five_or_more"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_when_display())

    @property
    def open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class AssessmentItem(models.Model):
    """A competence as it was asked about, in the words it had then."""

    round = models.ForeignKey(AssessmentRound, on_delete=models.CASCADE, related_name="items")
    key = models.SlugField(max_length=40, help_text="of the competence; by it rounds are compared")
    version = models.PositiveIntegerField(help_text="of the competence's words")
    title = I18nCharField(max_length=200)
    description = I18nTextField(blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="assessment_item_stands_once")]

    def __str__(self) -> str:
        return str(self.title)


class AssessmentAnswer(models.Model):
    """That a person has answered in a round; once, whatever way they came."""

    personal = Personal(
        title=_("Answers to assessments of competences"),
        purpose=_("What a training programme has to teach and what it has changed, shown of groups of five or more"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.VOTES, Data.PART),
        readers=(Reader.PERSON,),
        source=(Source.PERSON,),
        retention=_("until the person takes the answer back while the round is open, or is erased"),
        clock=Clock.PERSON,
    )

    round = models.ForeignKey(AssessmentRound, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="assessment_answered_once")]


class AssessmentScore(models.Model):
    """How important a competence is in the person's work, and how well they master it."""

    personal = Personal(
        title=_("Ratings in assessments of competences"),
        purpose=AssessmentAnswer.personal.purpose,
        basis=AssessmentAnswer.personal.basis,
        data=(Data.VOTES,),
        readers=(Reader.PERSON,),
        source=(Source.PERSON,),
        retention=_("as the answer they belong to"),
        clock=Clock.WITH,
        belongs_to="learning.AssessmentAnswer",
    )

    answer = models.ForeignKey(AssessmentAnswer, on_delete=models.CASCADE, related_name="scores")
    item = models.ForeignKey(AssessmentItem, on_delete=models.CASCADE, related_name="+")
    importance = models.PositiveSmallIntegerField()
    ability = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "item"], name="assessment_score_stands_once"),
            models.CheckConstraint(
                condition=models.Q(
                    importance__gte=LEAST, importance__lte=GREATEST, ability__gte=LEAST, ability__lte=GREATEST
                ),
                name="assessment_scores_on_the_scale",
            ),
        ]


class SupervisorView(models.Model):
    """Whom a person asked how they see that person's abilities. It is that person's own: they alone read it, and with
    their invitation it goes."""

    personal = Personal(
        title=_("Supervisors asked about a participant's abilities"),
        purpose=_("How somebody who sees the person work rates their abilities, because the person asked for it"),
        basis=(Basis.CONSENT,),
        data=(Data.NAME, Data.CONTACT, Data.VOTES),
        readers=(Reader.PERSON,),
        source=(Source.PERSON, Source.COLLEAGUE),
        retention=_(
            "the supervisor's name and address until the round closes; "
            "the ratings until the person takes the invitation back or is erased"
        ),
        clock=Clock.PERSON,
    )

    round = models.ForeignKey(AssessmentRound, on_delete=models.CASCADE, related_name="supervisors")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", help_text="who is rated")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    digest = models.CharField(max_length=64, unique=True, help_text="of the token in the supervisor's link")
    answered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="assessment_supervisor_stands_once")]


class SupervisorScore(models.Model):
    """How well the person masters a competence, as the supervisor sees it; what they cannot judge has no row."""

    personal = Personal(
        title=_("Ratings by supervisors"),
        purpose=SupervisorView.personal.purpose,
        basis=SupervisorView.personal.basis,
        data=(Data.VOTES,),
        readers=(Reader.PERSON,),
        source=(Source.COLLEAGUE,),
        retention=_("as the invitation they belong to"),
        clock=Clock.WITH,
        belongs_to="learning.SupervisorView",
    )

    view = models.ForeignKey(SupervisorView, on_delete=models.CASCADE, related_name="scores")
    item = models.ForeignKey(AssessmentItem, on_delete=models.CASCADE, related_name="+")
    ability = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["view", "item"], name="assessment_supervisor_score_stands_once"),
            models.CheckConstraint(
                condition=models.Q(ability__gte=LEAST, ability__lte=GREATEST),
                name="assessment_supervisor_score_on_the_scale",
            ),
        ]


class AssessmentFigure(models.Model):
    """What a round's answers to one competence add up to; of five people or more, or not at all.

    mwds: mean weighted discrepancy score, low and high its 95 % interval. before_*: the same people in the first
    round; then change is mwds less before_mwds, with its interval. supervisors, seen: how many supervisors rated it,
    and their mean.
    """

    item = models.OneToOneField(AssessmentItem, on_delete=models.CASCADE, related_name="figure")
    importance = models.FloatField(null=True, blank=True)
    ability = models.FloatField(null=True, blank=True)
    mwds = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    before_importance = models.FloatField(null=True, blank=True)
    before_ability = models.FloatField(null=True, blank=True)
    before_mwds = models.FloatField(null=True, blank=True)
    change = models.FloatField(null=True, blank=True)
    change_low = models.FloatField(null=True, blank=True)
    change_high = models.FloatField(null=True, blank=True)
    supervisors = models.PositiveSmallIntegerField(default=0)
    seen = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(supervisors=0, seen__isnull=True) | models.Q(supervisors__gte=5, seen__isnull=False),
                name="assessment_seen_by_five_or_more",
            )
        ]
