from django.urls import path
from django.views.generic import RedirectView

from pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("seen/", views.seen, name="seen"),
    path("send/", views.send, name="send"),
    path("stream/", views.stream, name="stream"),
    path("visits/", views.visits, name="visits"),
    path("old-page/", RedirectView.as_view(url="/about/?from=old", permanent=True)),
    path("to-home/", views.to_home),
    path("broken/", views.broken),
]
