from django.urls import path

from . import views

app_name = "results"
urlpatterns = [
    path("e/<slug:slug>/findings/", views.findings, name="findings"),
    path("e/<slug:slug>/findings.pdf", views.findings_as_pdf, name="findings_pdf"),
    path("e/<slug:slug>/findings.docx", views.findings_as_docx, name="findings_docx"),
    path("e/<slug:slug>/findings.pptx", views.findings_as_pptx, name="findings_pptx"),
    path("e/<slug:slug>/article.docx", views.article_as_docx, name="article_docx"),
    path("trail/<slug:kind>/<str:pk>/", views.trail, name="trail"),
    path("trail/<slug:kind>/<str:pk>.svg", views.trail_as_picture, name="trail_picture"),
]
