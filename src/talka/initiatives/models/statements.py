"""Statements of a deliberation, and what each person says to them."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from ..moderated import Moderated
from .deliberations import Deliberation, DeliberationMember

LONGEST_STATEMENT = 240


@pghistory.track(
    exclude=["given"], model_name="StatementVersion", obj_field=pghistory.ObjForeignKey(related_name="versions")
)
class Statement(Moderated):
    """One sentence with which one can agree or not. Its words never change: votes were given on them."""

    personal = Personal(
        title=_("Statements in deliberations"),
        purpose=_("Finding out what people agree on, in their own words"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS, Data.DEEDS),
        readers=(Reader.PUBLIC, Reader.NAMED),
        source=(Source.PERSON, Source.ORGANISER),
        retention=_("as the record of the deliberation, shown without a name; an erased person's are nobody's"),
        clock=Clock.PERSON,
    )

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("statement", "Waits")
        STANDING = "standing", pgettext_lazy("statement", "Stands")
        DECLINED = "declined", pgettext_lazy("statement", "Not let in")

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField(help_text="by which it is named in files")
    text = models.CharField(max_length=LONGEST_STATEMENT)
    same = models.CharField(
        max_length=2 * LONGEST_STATEMENT, editable=False, help_text="without case, marks and diacritics: said before?"
    )
    seed = models.BooleanField(default=False, help_text="of those who run it")
    member = models.ForeignKey(
        DeliberationMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="statements",
        help_text="who wrote it; empty: those who run it",
    )  # fmt: skip
    state = models.CharField(max_length=20, choices=State.choices, default=State.STANDING)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was not let in")
    decided_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    given = models.PositiveIntegerField(default=0, help_text="how many voted, for the order of cards; no result")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "number"], name="statement_number_once"),
            models.UniqueConstraint(fields=["deliberation", "same"], name="statement_said_once"),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason=""), name="statement_declined_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def takes_votes(self) -> bool:
        return self.state == self.State.STANDING and self.hidden_at is None


class StatementVote(models.Model):
    """What one person says to one statement, once; changed while the deliberation is open."""

    personal = Personal(
        title=_("Votes on statements"),
        purpose=_("Finding out what people agree on and where they differ"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.VOTES,),
        readers=(Reader.PERSON,),
        source=(Source.PERSON,),
        retention=_("as long as the deliberation; of an erased person under a number that leads to nobody"),
        clock=Clock.WITH,
        belongs_to="initiatives.DeliberationMember",
    )

    class Side(models.IntegerChoices):
        AGREE = 1, pgettext_lazy("vote", "Agree")
        PASS = 0, pgettext_lazy("vote", "Pass")
        DISAGREE = -1, pgettext_lazy("vote", "Disagree")

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(DeliberationMember, on_delete=models.CASCADE, related_name="votes")
    side = models.SmallIntegerField(choices=Side.choices)
    at = models.DateTimeField(help_text="when it was given or changed last")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "statement"], name="statement_vote_once"),
            models.CheckConstraint(condition=models.Q(side__in=[-1, 0, 1]), name="statement_vote_side"),
        ]
