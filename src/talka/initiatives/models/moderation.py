"""Words that somebody reported, and what became of it: every step with its day, reason and person."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source


class ModerationStep(models.Model):
    """What was done about words: hidden, left standing, appealed, and what the appeal brought. Only added to, so it
    keeps no versions. `kind` and `thing` name the words, as `moderated.Kind` has them."""

    personal = Personal(
        title=_("Decisions about reported words"),
        purpose=_("Keeping pages free of hate and insults, with reasons that can be looked at again"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.DEEDS, Data.WORDS),
        readers=(Reader.PERSON, Reader.ORGANISERS),
        source=(Source.PERSON, Source.TEAM),
        retention=_("as long as the words; the words of an appeal go with their author's data"),
        clock=Clock.PERSON,
    )

    class What(models.TextChoices):
        HIDDEN = "hidden", pgettext_lazy("reported words", "Hidden")
        STANDS = "stands", pgettext_lazy("reported words", "Left standing")
        SHOWN = "shown", pgettext_lazy("reported words", "Shown again")
        APPEALED = "appealed", pgettext_lazy("reported words", "The author asks to look again")
        UPHELD = "upheld", pgettext_lazy("reported words", "Stays hidden after looking again")
        RESTORED = "restored", pgettext_lazy("reported words", "Shown again after looking again")

    kind = models.CharField(max_length=40)
    thing = models.BigIntegerField()
    what = models.CharField(max_length=20, choices=What.choices)
    reason = models.CharField(max_length=500, blank=True, help_text="of an appeal: the author's words")
    answers = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answer",
        help_text="an appeal: the hiding; its decision: the appeal. Each is answered once",
    )  # fmt: skip
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["kind", "thing"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(what__in=["appealed", "upheld", "restored"], answers__isnull=False)
                | models.Q(what__in=["hidden", "stands", "shown"], answers__isnull=True),
                name="moderation_step_answers_where_it_must",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_what_display())


@pghistory.track(model_name="ReportVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Report(models.Model):
    """Somebody says that words should not stand as they do: one person once for the same words."""

    personal = Personal(
        title=_("Reports of words"),
        purpose=_("Keeping pages free of hate and insults, with reasons that can be looked at again"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.DEEDS, Data.WORDS),
        readers=(Reader.PERSON, Reader.ORGANISERS),
        source=(Source.PERSON,),
        retention=_("as long as the words; without name and remark after the reporter's data are erased"),
        clock=Clock.PERSON,
    )

    class Reason(models.TextChoices):
        HATE = "hate", pgettext_lazy("reason for a report", "Hate against people or a group")
        INSULT = "insult", pgettext_lazy("reason for a report", "An insult or a threat")
        PERSONAL = "personal", pgettext_lazy("reason for a report", "Somebody's personal data")
        SPAM = "spam", pgettext_lazy("reason for a report", "Advertising or the same again and again")
        OFF_TOPIC = "off_topic", pgettext_lazy("reason for a report", "Has nothing to do with it")
        OTHER = "other", pgettext_lazy("reason for a report", "Something else")

    kind = models.CharField(max_length=40)
    thing = models.BigIntegerField()
    reason = models.CharField(max_length=20, choices=Reason.choices)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    decision = models.ForeignKey(
        ModerationStep, on_delete=models.PROTECT, null=True, blank=True, related_name="reports",
        help_text="empty: waits for a decision",
    )  # fmt: skip

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["kind", "thing"])]
        constraints = [models.UniqueConstraint(fields=["kind", "thing", "by"], name="report_once_by_a_person")]

    def __str__(self) -> str:
        return str(self.get_reason_display())
