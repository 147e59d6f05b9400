"""The addresses of boards. No name of a person stands in one."""

from letgo.web.boards.elections_urls import urlpatterns as elections
from letgo.web.boards.meetings_urls import urlpatterns as meetings
from letgo.web.boards.offices_urls import urlpatterns as offices

urlpatterns = [*elections, *offices, *meetings]
