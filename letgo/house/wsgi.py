"""The application that a web server runs: gunicorn letgo.house.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "letgo.house.settings")
application = get_wsgi_application()
