from django.urls import include, path

from . import open_views, views
from .api import addresses, openapi

app_name = "results"
urlpatterns = [
    path("e/<slug:slug>/findings/", views.findings, name="findings"),
    path("e/<slug:slug>/findings.pdf", views.findings_as_pdf, name="findings_pdf"),
    path("e/<slug:slug>/findings.docx", views.findings_as_docx, name="findings_docx"),
    path("e/<slug:slug>/findings.pptx", views.findings_as_pptx, name="findings_pptx"),
    path("e/<slug:slug>/findings.xlsx", views.findings_as_xlsx, name="findings_xlsx"),
    path("e/<slug:slug>/article.docx", views.article_as_docx, name="article_docx"),
    path("trail/<slug:kind>/<str:pk>/", views.trail, name="trail"),
    path("trail/<slug:kind>/<str:pk>.svg", views.trail_as_picture, name="trail_picture"),
    path("programmes/<slug:slug>/data/", open_views.data, name="data"),
    path("programmes/<slug:slug>/data/datapackage.json", open_views.package, name="data_package"),
    path("programmes/<slug:slug>/data/<slug:table>.csv", open_views.csv, name="data_csv"),
    path("programmes/<slug:slug>/data/<slug:table>.json", open_views.json, name="data_json"),
    path("api/v1/", open_views.api, name="api"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", include(addresses())),
]
