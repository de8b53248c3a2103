from django.urls import path

from ..views import assessing, assessments, levels
from .training import COHORT

ROUNDS = f"{COHORT}assessment/"

urlpatterns = [
    path("learning/training/<slug:slug>/levels/", levels.levels, name="levels"),
    path("learning/training/<slug:slug>/levels/print/", levels.printed, name="print_levels"),
    path(ROUNDS, assessments.assessment, name="assessment"),
    path(f"{ROUNDS}new/", assessments.new, name="new_round"),
    path(f"{ROUNDS}<int:pk>/edit/", assessments.edit, name="edit_round"),
    path(f"{ROUNDS}<int:pk>/open/", assessments.open_now, name="open_round"),
    path(f"{ROUNDS}<int:pk>/close/", assessments.close_now, name="close_round"),
    path(f"{ROUNDS}<int:pk>/remove/", assessments.remove, name="remove_round"),
    path(f"{ROUNDS}<int:pk>/need/<slug:key>/", assessments.need, name="need_of_competence"),
    path(f"{ROUNDS}<int:pk>/own/", assessing.own, name="own_assessment"),
    path("learning/assess/<int:pk>/<str:token>/", assessing.by_link, name="assess"),
    path("learning/supervise/<int:pk>/<str:token>/", assessing.supervise, name="supervise"),
]
