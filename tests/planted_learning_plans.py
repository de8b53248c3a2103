"""A team's community plan that is not published, and an impression that waits for a coordinator's word."""

from typing import Any

from django.core.files.base import ContentFile

from talka.documents.storage import private_storage
from talka.learning.factories.community_plans import (
    CommunityPlanFactory,
    CommunityPlanVersionFactory,
    PlanActivityFactory,
    PlanActorFactory,
    PlanAssetFactory,
    PlanCommentFactory,
)
from talka.learning.factories.impressions import ImpressionFactory, ImpressionPhotoFactory

from .planted_place import Place, picture


def plant_plans(place: Place) -> None:
    """Of the planted team and its participant; its writer agreed to nothing."""
    word, has = place.word, place.has
    plan = CommunityPlanFactory(team=has["team"], title=word("communityplan"), about=word("planabout"))
    has["community plan"] = plan
    has["plan asset"] = PlanAssetFactory(plan=plan, title=word("planasset"))
    has["plan actor"] = PlanActorFactory(plan=plan, title=word("planactor"))
    has["plan activity"] = PlanActivityFactory(plan=plan, what=word("planactivity"), came_of_it=word("plancame"))
    has["plan comment"] = PlanCommentFactory(plan=plan, text=word("plancomment"))
    CommunityPlanVersionFactory(plan=plan, number=1, content={"title": word("planversion"), "about": ""})
    story = ImpressionFactory(
        team=has["team"],
        person=has["learner"].person,
        title=word("impression"),
        text=word("impressiontext"),
        state="offered",
    )
    has["impression"] = story
    stored = private_storage().save(f"zq/{place.mark}-story.png", ContentFile(picture(word("impressionphoto"))))
    has["impression photo"] = ImpressionPhotoFactory(
        token=f"zq{place.mark}story", impression=story, file=stored, alt=word("impressionalt")
    )


def values_of_plans(route: str, has: dict[str, Any]) -> dict[str, Any]:
    """What the arguments in an address of community plans and impressions mean."""
    if route.startswith("learning/impressions/"):
        return {"pk": str(has["impression"].pk), "token": has["impression photo"].token}
    row = "plan asset" if "/assets/" in route else "plan actor" if "/actors/" in route else "plan activity"
    return {"pk": str(has["community plan"].pk), "row": str(has[row].pk), "version": "1"}
