"""Questions to named officials, and what they answered."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, acted

from ..moderated import Moderated
from .deliberations import Deliberation, DeliberationMember

LONGEST_QUESTION, LONGEST_ANSWER = 500, 5_000


@pghistory.track(model_name="DeliberationQuestionVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class DeliberationQuestion(Moderated):
    """Asked by who takes part, directed by who runs it to somebody who holds an office, or to a body; answered with
    name and date."""

    personal = Personal(
        title=_("Questions and answers in deliberations"),
        purpose=_("Answers of those in office to what people ask"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS, Data.WORK, Data.DEEDS),
        readers=(Reader.PUBLIC, Reader.NAMED),
        source=(Source.PERSON, Source.ORGANISER),
        retention=_("as the record of the deliberation; whoever asked is never named, an erased official no more"),
        clock=Clock.PERSON,
    )

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=LONGEST_QUESTION)
    member = models.ForeignKey(
        DeliberationMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    official = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="who is to answer; empty: the body",
    )  # fmt: skip
    office = models.CharField(max_length=200, blank=True, help_text="of the official, or the body")
    due = models.DateField(null=True, blank=True, help_text="until the end of which day")
    directed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="where somebody else wrote the answer down",
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(directed_at__isnull=True, office="")
                | (models.Q(directed_at__isnull=False, due__isnull=False) & ~models.Q(office="")),
                name="deliberation_question_directed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False, directed_at__isnull=False) & ~models.Q(answer="")),
                name="deliberation_question_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class QuestionBacker(models.Model):
    """Somebody who would ask the same."""

    personal = acted(_("Who would ask the same"))

    question = models.ForeignKey(DeliberationQuestion, on_delete=models.CASCADE, related_name="backers")
    member = models.ForeignKey(DeliberationMember, on_delete=models.CASCADE, related_name="backed")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="question_backed_once")]
