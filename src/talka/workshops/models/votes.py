"""What people give: dots, approvals, scores, counts of stickers, answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from .cards import Card, Cluster
from .seats import Seat
from .workshop import Group, Stage


class Target(models.Model):
    """What a vote goes to: exactly one of a theme, a card, a group, or an item that the format names."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="%(class)ss")
    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    card = models.ForeignKey(Card, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    team = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    item = models.SlugField(max_length=40, blank=True)
    criterion = models.SlugField(max_length=40, blank=True)
    value = models.PositiveSmallIntegerField(help_text="dots, 1 for approved, or a score")

    class Meta:
        abstract = True

    ONE = (
        models.Q(cluster__isnull=False, card=None, team=None, item="")
        | models.Q(cluster=None, card__isnull=False, team=None, item="")
        | models.Q(cluster=None, card=None, team__isnull=False, item="")
        | (models.Q(cluster=None, card=None, team=None) & ~models.Q(item=""))
    )


class Ballot(Target):
    """What one seat gives one thing in one voting."""

    personal = Personal(
        title=_("Votes"),
        purpose=_("Voting"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.VOTES,),
        readers=(Reader.NOBODY,),
        source=(Source.PERSON,),
        retention=_("the vote is kept; whose it is, until the project's retention date"),
        clock=Clock.PROJECT,
        carried_out=("talka.workshops.actions.forgetting.forget_people",),
    )

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="ballots")
    at = models.DateTimeField(auto_now=True)
    late = models.BooleanField(default=False, help_text="came after the voting was closed")
    counted = models.BooleanField(default=True, help_text="a late one counts when the facilitator has decided so")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seat", "stage", "cluster", "card", "team", "item", "criterion"],
                name="one_ballot_per_thing",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=models.Q(value__gte=1), name="ballot_gives_something"),
            models.CheckConstraint(condition=Target.ONE, name="ballot_goes_to_one_thing"),
        ]


class HandCount(Target):
    """Votes counted by hand, as of stickers on paper, and marked so. value: all of them together."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="hand_counts", help_text="who voted")
    voters = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "stage", "cluster", "card", "team", "item", "criterion"],
                name="one_hand_count_per_thing",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Target.ONE, name="hand_count_of_one_thing"),
        ]


class Answer(models.Model):
    """What one seat answers to one question of a stage that looks back."""

    personal = Personal(
        title=_("Answers that look back"),
        purpose=_("What taking part gave"),
        basis=(Basis.PUBLIC_TASK, Basis.CONSENT),
        data=(Data.WORDS, Data.VOTES),
        readers=(Reader.TEAM, Reader.ORGANISERS),
        source=(Source.PERSON,),
        retention=_(
            "words until the project's retention date, unless they may be published; ratings stay without their author"
        ),
        clock=Clock.PROJECT,
        carried_out=("talka.workshops.actions.forgetting.forget_people",),
    )

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="answers")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="answers")
    question = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="a rating, or 1 for a consent given")
    text = models.TextField(blank=True, max_length=4000)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "stage", "question"], name="one_answer_per_question")]
