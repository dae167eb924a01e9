from django.http import HttpResponse
from django.shortcuts import render


def healthz(request):
    return HttpResponse("ok")


def index(request):
    return render(request, "orders/index.html")
