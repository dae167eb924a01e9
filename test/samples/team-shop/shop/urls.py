from django.contrib import admin
from django.urls import include, path

from shop.orders.views import healthz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("orders/", include("shop.orders.urls")),
    path("healthz/", healthz),
]
