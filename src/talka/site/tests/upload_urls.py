"""Addresses for the tests of the ASGI front: what arrives is answered back."""

import hashlib
import time

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

seen: list[str] = []


@csrf_exempt
def form(request: HttpRequest) -> JsonResponse:
    words = {name: request.POST.getlist(name) for name in request.POST}
    seen.append("whole")
    return JsonResponse(words)


@csrf_exempt
def upload(request: HttpRequest) -> JsonResponse:
    file = request.FILES["paper"]
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    seen.append("whole")
    where = type(file).__name__
    return JsonResponse(
        {"size": file.size, "sha256": digest.hexdigest(), "kept": where, "words": request.POST["words"]}
    )


@csrf_exempt
def deeds(request: HttpRequest, code: str) -> HttpResponse:
    words = request.body
    seen.append("whole")
    return HttpResponse(words)


def slow(request: HttpRequest) -> HttpResponse:
    time.sleep(0.5)
    return HttpResponse("done")


def parts(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(b"x" * 1000 for _part in range(1000))


urlpatterns = [
    path("form", form),
    path("upload", upload),
    path("w/<str:code>/deeds/", deeds),
    path("slow", slow),
    path("parts", parts),
]
