"""The text of an agreement: its clauses as they stand, every version of the whole, and what was said about it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Data, texts

from .agreements import Agreement


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="AgreementClauseVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class AgreementClause(models.Model):
    """One clause, with placeholders in braces that the agreement's own figures fill. key: of the clause library, or
    empty for one that the parties wrote themselves."""

    personal = texts(_("Clauses of agreements"), Data.DEEDS)

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    key = models.SlugField(max_length=40, blank=True)
    heading = models.CharField(max_length=200)
    text = models.TextField(help_text="one paragraph a line")
    left_out = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "key"], condition=~models.Q(key=""), name="library_clause_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.heading


class AgreementText(models.Model):
    """One version of the whole text as its readers saw it, placeholders filled. Never changed afterwards."""

    personal = texts(_("Versions of agreements"), Data.NAME, Data.DEEDS)

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    parts = models.JSONField(help_text="[[heading, text, …], …], the parties and amounts too")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_text_numbered_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)


@pghistory.track(model_name="ClauseCommentVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class ClauseComment(models.Model):
    """What somebody of the partners said about a clause, or about the whole text where it names none."""

    personal = texts(_("Comments on agreements"), Data.DEEDS)

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="comments")
    clause = models.ForeignKey(
        AgreementClause, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    words = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    office = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.words[:60]
