"""Addresses of the channel: one for everything that a reporter does, one for the desks of handlers."""

from django.urls import path

from jianfu.voice.pages.desk import desk
from jianfu.voice.pages.door import door
from jianfu.voice.wire import PATH

urlpatterns = [path("", door, name="door"), path(PATH.removeprefix("/"), desk, name="desk")]
handler400 = handler403 = "jianfu.voice.gate.refusals.refuse_bad"
handler404 = "jianfu.voice.gate.refusals.refuse"
handler500 = "jianfu.voice.gate.refusals.refuse_fault"
