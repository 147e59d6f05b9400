"""The application that a web server runs: gunicorn letgo.house.wsgi."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "letgo.house.settings")
application = get_wsgi_application()
# All pages, before processes part: not by each of them while the first people wait.
import_module(settings.ROOT_URLCONF)
import_module("letgo.web.ui.environment").load_all()
