from django.urls import path, re_path

from ..views import badges, certificates
from .training import COHORT

CERTIFICATES = f"{COHORT}certificates/"

urlpatterns = [
    path(CERTIFICATES, certificates.overview, name="certificates"),
    path(f"{CERTIFICATES}issue/", certificates.issue_all, name="issue_certificates"),
    path(f"{CERTIFICATES}all.pdf", certificates.all_as_pdf, name="certificates_pdf"),
    path(f"{CERTIFICATES}people/<int:pk>/issue/", certificates.issue, name="issue_certificate"),
    path(f"{CERTIFICATES}people/<int:pk>/decide/", certificates.decide, name="decide_certificate"),
    path(f"{CERTIFICATES}<slug:code>.pdf", certificates.as_pdf, name="certificate_pdf"),
    path(f"{CERTIFICATES}<slug:code>/revoke/", certificates.revoke, name="revoke_certificate"),
    path(f"{COHORT}my-certificate/", badges.mine, name="my_certificate"),
    path("t/<str:token>/", badges.own, name="own_certificate"),
    path("t/<str:token>/certificate.pdf", badges.own_pdf, name="own_certificate_pdf"),
    re_path(r"^t/(?P<token>[^/]+)/badge\.(?P<ending>jwt|json|png)$", badges.own_badge, name="own_badge"),
    path("badges/keys/", badges.keys, name="badge_keys"),
    path("badges/keys/<str:kid>/", badges.key, name="badge_key"),
    path("badges/issuers/<slug:issuer>/", badges.issuer, name="badge_issuer"),
    path("badges/status/<slug:code>/", badges.status, name="badge_status"),
    path("badges/achievements/<slug:key>/<slug:language>/", badges.achievement, name="badge_achievement"),
]
