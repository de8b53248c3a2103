"""Made-up community plans for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import PersonFactory

from ..models import CommunityPlan, CommunityPlanVersion, PlanActivity, PlanActor, PlanAsset, PlanComment
from . import TeamFactory


class CommunityPlanFactory(DjangoModelFactory[CommunityPlan]):
    """Of a team; `published=True` everybody reads it. With `team=None` give the organisation."""

    class Meta:
        model = CommunityPlan

    class Params:
        published = factory.Trait(published_at=factory.LazyFunction(timezone.now))

    team = factory.SubFactory(TeamFactory)
    organisation = factory.SelfAttribute("team.organisation")
    title = factory.Sequence(lambda n: f"Kalnu ciems {n}")
    about = "Simt divdesmit ļaužu, skola un dīķis."


class PlanAssetFactory(DjangoModelFactory[PlanAsset]):
    class Meta:
        model = PlanAsset

    plan = factory.SubFactory(CommunityPlanFactory)
    kind = PlanAsset.Kind.NATURE
    title = "Dīķis"


class PlanActorFactory(DjangoModelFactory[PlanActor]):
    class Meta:
        model = PlanActor

    plan = factory.SubFactory(CommunityPlanFactory)
    title = "Kalnu biedrība"
    role = "uztur saietu namu"


class PlanActivityFactory(DjangoModelFactory[PlanActivity]):
    class Meta:
        model = PlanActivity

    plan = factory.SubFactory(CommunityPlanFactory)
    what = "Iztīrīt dīķi"


class CommunityPlanVersionFactory(DjangoModelFactory[CommunityPlanVersion]):
    class Meta:
        model = CommunityPlanVersion

    plan = factory.SubFactory(CommunityPlanFactory)
    number = 1
    content = factory.LazyAttribute(lambda row: {"title": row.plan.title})
    at = factory.LazyFunction(timezone.now)


class PlanCommentFactory(DjangoModelFactory[PlanComment]):
    class Meta:
        model = PlanComment

    plan = factory.SubFactory(CommunityPlanFactory)
    by = factory.SubFactory(PersonFactory)
    from_staff = True
    text = "Un kas dīķī?"
    at = factory.LazyFunction(timezone.now)
