"""Addresses of the appraisal of a case and of computed maps of groups."""

from django.urls import path

from ..views import appraisal, appraisal_files, appraisal_inputs, groups

urlpatterns = [
    path("cooperation/cases/<slug:slug>/appraisal/", appraisal.appraisal, name="appraisal"),
    path("cooperation/cases/<slug:slug>/appraisal/compute/", appraisal.compute_case, name="compute_appraisal"),
    path("cooperation/cases/<slug:slug>/appraisal/decide/", appraisal.decide, name="decide_key"),
    path("cooperation/cases/<slug:slug>/appraisal/inputs/", appraisal_inputs.inputs, name="appraisal_inputs"),
    path(
        "cooperation/cases/<slug:slug>/appraisal/partners/<int:pk>/", appraisal_inputs.own_figures, name="own_figures"
    ),
    path("cooperation/cases/<slug:slug>/appraisal/model/", appraisal_inputs.model, name="cost_model"),
    path("cooperation/cases/<slug:slug>/appraisal/joint/", appraisal_inputs.joint_cost, name="joint_cost"),
    path(
        "cooperation/cases/<slug:slug>/appraisal/joint/<int:pk>/remove/",
        appraisal_inputs.remove_joint_cost,
        name="remove_joint_cost",
    ),
    path("cooperation/cases/<slug:slug>/appraisal/ways/", appraisal_inputs.way, name="way"),
    path("cooperation/cases/<slug:slug>/appraisal/ways/table/", appraisal_inputs.way_table, name="way_table"),
    path(
        "cooperation/cases/<slug:slug>/appraisal/ways/<int:pk>/remove/", appraisal_inputs.remove_way, name="remove_way"
    ),
    path("cooperation/cases/<slug:slug>/appraisal/sites/new/", appraisal_inputs.site, name="new_site"),
    path("cooperation/cases/<slug:slug>/appraisal/sites/<int:pk>/", appraisal_inputs.site, name="site"),
    path(
        "cooperation/cases/<slug:slug>/appraisal/sites/<int:pk>/remove/",
        appraisal_inputs.remove_site,
        name="remove_site",
    ),
    path("cooperation/cases/<slug:slug>/appraisal/estimate/", appraisal_inputs.estimate, name="estimate"),
    path("cooperation/cases/<slug:slug>/appraisal/estimate/<int:pk>/", appraisal_inputs.estimated, name="estimated"),
    path("cooperation/cases/<slug:slug>/appraisal/files/<str:what>", appraisal_files.export, name="appraisal_file"),
    path("cooperation/groups/", groups.plans, name="group_plans"),
    path("cooperation/groups/new/", groups.new, name="new_group_plan"),
    path("cooperation/groups/<str:key>/", groups.plan, name="group_plan"),
    path("cooperation/groups/<str:key>/edit/", groups.edit, name="edit_group_plan"),
    path("cooperation/groups/<str:key>/move/", groups.move, name="move_in_groups"),
    path("cooperation/groups/<str:key>/share/", groups.share, name="share_groups"),
    path("cooperation/groups/<str:key>/retire/", groups.retire, name="retire_groups"),
    path("cooperation/groups/<str:key>/files/<str:what>", groups.export, name="groups_file"),
]
