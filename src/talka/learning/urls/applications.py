from django.urls import path, re_path

from ..views import applying, criteria, selection
from .training import COHORT

CRITERIA = "learning/training/<slug:slug>/criteria/"
TABLE = r"^learning/training/(?P<slug>[-\w]+)/cohorts/(?P<number>\d+)/applications\.(?P<ending>xlsx|csv)$"

urlpatterns = [
    path(CRITERIA, criteria.criteria, name="criteria"),
    path(f"{CRITERIA}<int:pk>/", criteria.edit, name="edit_criterion"),
    path(f"{CRITERIA}<int:pk>/move/", criteria.move, name="move_criterion"),
    path(f"{CRITERIA}<int:pk>/retire/", criteria.retire, name="retire_criterion"),
    path(f"{CRITERIA}<int:pk>/restore/", criteria.restore, name="restore_criterion"),
    path(f"{COHORT}apply/", applying.apply, name="apply"),
    path("learning/application/<int:pk>/", applying.own, name="own_application"),
    path("learning/application/<int:pk>/withdraw/", applying.withdraw, name="withdraw_own_application"),
    path("learning/application/<int:pk>/link/<str:token>/", applying.by_link, name="application_by_link"),
    path(
        "learning/application/<int:pk>/link/<str:token>/withdraw/",
        applying.withdraw_by_link,
        name="withdraw_application_by_link",
    ),
    path(f"{COHORT}applications/", selection.applications, name="applications"),
    re_path(TABLE, selection.table, name="applications_table"),
    path(f"{COHORT}applications/<int:pk>/", selection.application, name="application"),
    path(f"{COHORT}applications/<int:pk>/decide/", selection.decide, name="decide_application"),
    path(f"{COHORT}applications/<int:pk>/reserve/", selection.reserve, name="move_in_reserve"),
    path(f"{COHORT}selection/", selection.selection, name="selection"),
    path(f"{COHORT}selection/announce/", selection.announce, name="announce_selection"),
    path(f"{COHORT}selection/move-up/", selection.move_up, name="move_up"),
    path(f"{COHORT}selection/members/", selection.scorers, name="scorers"),
    path(f"{COHORT}selection/members/<int:pk>/remove/", selection.remove_scorer, name="remove_scorer"),
    path(f"{COHORT}selection/meetings/new/", selection.new_meeting, name="new_selection_meeting"),
    path(f"{COHORT}selection/meetings/<int:pk>/", selection.meeting, name="selection_meeting"),
]
