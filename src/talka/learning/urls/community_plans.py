from django.urls import URLPattern, path

from ..views import community_plans as plans
from ..views import plan_parts as parts

PLAN = "learning/community-plans/<int:pk>/"


def of_part(folder: str, part: parts.Part) -> list[URLPattern]:
    told = {"part": part}
    return [
        path(f"{PLAN}{folder}/new/", parts.new, told, name=f"new_{part.name}"),
        path(f"{PLAN}{folder}/<int:row>/", parts.edit, told, name=f"edit_{part.name}"),
        path(f"{PLAN}{folder}/<int:row>/remove/", parts.remove, told, name=f"remove_{part.name}"),
    ]


urlpatterns = [
    path("learning/community-plans/", plans.plans, name="community_plans"),
    path("learning/community-plans/new/", plans.new, name="new_community_plan"),
    path(PLAN, plans.plan, name="community_plan"),
    path(f"{PLAN}edit/", plans.edit, name="edit_community_plan"),
    path(f"{PLAN}publish/", plans.publish, name="publish_community_plan"),
    path(f"{PLAN}unpublish/", plans.unpublish, name="unpublish_community_plan"),
    path(f"{PLAN}retire/", plans.retire, name="retire_community_plan"),
    path(f"{PLAN}restore/", plans.restore, name="restore_community_plan"),
    path(f"{PLAN}print/", plans.printed, name="print_community_plan"),
    path(f"{PLAN}plan.pdf", plans.pdf, name="community_plan_pdf"),
    path(f"{PLAN}versions/", plans.versions, name="community_plan_versions"),
    path(f"{PLAN}versions/<int:version>/", plans.version, name="community_plan_version"),
    *of_part("assets", parts.ASSET),
    *of_part("actors", parts.ACTOR),
    *of_part("activities", parts.ACTIVITY),
]
