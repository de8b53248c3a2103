from django.urls import path

from ..views import moderation

ONE = "initiatives/reports/of/<slug:kind>/<int:pk>/"

urlpatterns = [
    path("initiatives/reports/", moderation.reports, name="reports"),
    path("initiatives/reports/new/<slug:kind>/<int:pk>/", moderation.report, name="report"),
    path(ONE, moderation.moderation, name="moderation"),
    path(f"{ONE}as/<str:token>/", moderation.by_link, name="moderation_by_link"),
    path(f"{ONE}decide/", moderation.decide, name="decide_report"),
    path(f"{ONE}appeal/", moderation.appeal, name="appeal_hiding"),
    path(f"{ONE}answer/", moderation.answer, name="answer_appeal"),
]
