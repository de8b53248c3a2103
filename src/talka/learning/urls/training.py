from django.urls import path

from ..views import cohorts, modules, staff, trainings

COHORT = "learning/training/<slug:slug>/cohorts/<int:number>/"

urlpatterns = [
    path("learning/", trainings.trainings, name="trainings"),
    path("learning/training/new/", trainings.new, name="new_training"),
    path("learning/training/new/ready/", trainings.new_from, name="new_training_from"),
    path("learning/training/<slug:slug>/", trainings.training, name="training"),
    path("learning/training/<slug:slug>/edit/", trainings.edit, name="edit_training"),
    path("learning/training/<slug:slug>/publish/", trainings.publish, name="publish_training"),
    path("learning/training/<slug:slug>/unpublish/", trainings.unpublish, name="unpublish_training"),
    path("learning/training/<slug:slug>/retire/", trainings.retire, name="retire_training"),
    path("learning/training/<slug:slug>/restore/", trainings.restore, name="restore_training"),
    path("learning/training/<slug:slug>/modules/new/", modules.new, name="new_module"),
    path("learning/training/<slug:slug>/modules/<int:pk>/", modules.edit, name="edit_module"),
    path("learning/training/<slug:slug>/modules/<int:pk>/move/", modules.move, name="move_module"),
    path("learning/training/<slug:slug>/modules/<int:pk>/retire/", modules.retire, name="retire_module"),
    path("learning/training/<slug:slug>/modules/<int:pk>/restore/", modules.restore, name="restore_module"),
    path("learning/training/<slug:slug>/staff/", staff.staff, name="staff"),
    path("learning/training/<slug:slug>/staff/<int:pk>/remove/", staff.remove, name="remove_staff"),
    path("learning/training/<slug:slug>/cohorts/new/", cohorts.new, name="new_cohort"),
    path(COHORT, cohorts.cohort, name="cohort"),
    path(f"{COHORT}edit/", cohorts.edit, name="edit_cohort"),
    path(f"{COHORT}retire/", cohorts.retire, name="retire_cohort"),
    path(f"{COHORT}restore/", cohorts.restore, name="restore_cohort"),
    path(f"{COHORT}sessions/", cohorts.sessions, name="sessions"),
    path(f"{COHORT}sessions/<int:pk>/remove/", cohorts.remove_session, name="remove_session"),
    path(f"{COHORT}teams/new/", cohorts.new_team, name="new_team"),
    path(f"{COHORT}teams/<int:pk>/", cohorts.team, name="team"),
    path(f"{COHORT}teams/<int:pk>/edit/", cohorts.edit_team, name="edit_team"),
    path(f"{COHORT}teams/<int:pk>/leave/", cohorts.leave, name="leave_team"),
    path(f"{COHORT}teams/<int:pk>/people/", cohorts.new_learner, name="new_learner"),
    path(f"{COHORT}teams/<int:pk>/people/<int:learner>/remove/", cohorts.remove_learner, name="remove_learner"),
]
