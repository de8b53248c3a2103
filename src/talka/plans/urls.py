from django.urls import path

from .views import chain, documents, indicators, tables

app_name = "plans"
urlpatterns = [
    path("plans/", documents.plans, name="plans"),
    path("plans/new/", documents.new, name="new_plan"),
    path("plans/<slug:key>/", documents.plan, name="plan"),
    path("plans/<slug:key>/print/", documents.print_view, name="print"),
    path("plans/<slug:key>/edit/", documents.edit, name="edit_plan"),
    path("plans/<slug:key>/publish/", documents.publish, name="publish"),
    path("plans/<slug:key>/unpublish/", documents.unpublish, name="unpublish"),
    path("plans/<slug:key>/retire/", documents.retire, name="retire_plan"),
    path("plans/<slug:key>/restore/", documents.restore, name="restore_plan"),
    path("plans/<slug:key>/goals/new/", chain.new_goal, name="new_goal"),
    path("plans/<slug:key>/projects/new/", chain.new_project, name="new_project"),
    path("plans/<slug:key>/indicators/new/", indicators.new, name="new_indicator"),
    path("plans/<slug:key>/goals/<int:pk>/", chain.edit_goal, name="edit_goal"),
    path("plans/<slug:key>/projects/<int:pk>/", chain.edit_project, name="edit_project"),
    path("plans/<slug:key>/indicators/<int:pk>/", indicators.edit, name="edit_indicator"),
    path("plans/<slug:key>/<slug:kind>/<int:pk>/move/", chain.move, name="move"),
    path("plans/<slug:key>/<slug:kind>/<int:pk>/take-away/", chain.take_away, name="take_away"),
    path("plans/<slug:key>/<slug:kind>/<int:pk>/bring-back/", chain.bring_back, name="bring_back"),
    path("plans/<slug:key>/<slug:kind>/<int:pk>/cause/", chain.cause, name="cause"),
    path("plans/<slug:key>/indicators/<int:pk>/values/new/", indicators.new_value, name="new_value"),
    path("plans/<slug:key>/indicators/<int:pk>/values/<int:number>/", indicators.correct, name="correct_value"),
    path(
        "plans/<slug:key>/indicators/<int:pk>/values/<int:number>/withdraw/",
        indicators.withdraw,
        name="withdraw_value",
    ),
    path("plans/<slug:key>/tables/", tables.send, name="import"),
    path("plans/<slug:key>/tables/<slug:table>.<slug:ending>", tables.export, name="export"),
    path("plans/<slug:key>/tables/<slug:table>/", tables.table, name="imported"),
]
