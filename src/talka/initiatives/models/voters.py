"""The roll: who may vote, and whether they have. Never how."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source
from talka.ui.searched import Searched

from .choosings import Choosing


class Voter(Searched):
    """One line of the roll. No versions are kept: they would say to the second when somebody voted. Two lines may turn
    out to be one person, when doubles are merged; together they have one ballot."""

    personal = Personal(
        title=_("Rolls of voters"),
        purpose=_("That whoever may vote votes once, and is told what changes while they vote"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.CONTACT, Data.PART),
        readers=(Reader.PERSON, Reader.ORGANISERS),
        source=(Source.ORGANISER, Source.PERSON),
        retention=_(
            "name, address and links until the result is announced or the vote called off; that a known person voted,"
            " and on which day, until they are erased"
        ),
        clock=Clock.PERSON,
    )
    SEARCHED = ("name", "email")

    class How(models.TextChoices):
        ONLINE = "online", pgettext_lazy("voted", "here")
        PAPER = "paper", pgettext_lazy("voted", "on paper")

    choosing = models.ForeignKey(Choosing, on_delete=models.CASCADE, related_name="roll")
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    joined = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="doubles",
        help_text="the line of the same person under another address, which holds whether they voted",
    )  # fmt: skip
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="lv")
    declared = models.CharField(max_length=500, blank=True, help_text="what they declared, in the words shown")
    area = models.ForeignKey(
        "territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="where they declared to live",
    )  # fmt: skip
    sent_on = models.DateField(null=True, blank=True, help_text="when the link was sent")
    voted_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=How.choices, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["choosing", "email"], condition=~models.Q(email=""), name="voter_address_once"
            ),
            models.CheckConstraint(
                condition=models.Q(voted_on=None, how="") | (models.Q(voted_on__isnull=False) & ~models.Q(how="")),
                name="voter_voted_somehow",
            ),
            models.CheckConstraint(
                condition=models.Q(declared="") | models.Q(area__isnull=False), name="voter_declares_a_place"
            ),
            models.CheckConstraint(
                condition=models.Q(joined=None) | models.Q(voted_on=None), name="voter_joined_has_no_vote_of_its_own"
            ),
        ]


class VoterLink(models.Model):
    """A personal link. Only the digest of its token is kept."""

    personal = Personal(
        title=_("Links of voters"),
        purpose=Voter.personal.purpose,
        basis=Voter.personal.basis,
        data=(Data.ENTRY,),
        readers=(Reader.NOBODY,),
        source=(Source.MACHINE,),
        retention=_("until the result is announced or the vote called off"),
        clock=Clock.WITH,
        belongs_to="initiatives.Voter",
    )

    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
