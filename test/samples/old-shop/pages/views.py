from django.http import HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt


def home(request):
    return render(request, "pages/home.html")


@cache_control(max_age=60)
def about(request):
    return render(request, "pages/about.html", {"from": request.GET.get("from", "nowhere")})


def seen(request):
    """What the application sees of a request through its proxy."""
    return JsonResponse(
        {
            "method": request.method,
            "path": request.path,
            "full": request.get_full_path(),
            "host": request.get_host(),
            "secure": request.is_secure(),
            "absolute": request.build_absolute_uri(),
            "address": request.META["REMOTE_ADDR"],
            "agent": request.headers.get("User-Agent"),
            "language": request.headers.get("Accept-Language"),
            "own": request.headers.get("X-Own"),
        }
    )


@csrf_exempt
def send(request):
    return JsonResponse({"length": len(request.body), "type": request.content_type, "post": request.POST.dict()})


def stream(request):
    return StreamingHttpResponse((f"line {number}\n" for number in range(2000)), content_type="text/plain")


def visits(request):
    request.session["visits"] = request.session.get("visits", 0) + 1
    return JsonResponse({"visits": request.session["visits"]})


def to_home(request):
    return HttpResponseRedirect(request.build_absolute_uri("/"))


def broken(request):
    raise ValueError("broken on purpose")
