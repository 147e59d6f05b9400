"""The tables of an empty database, made from the models in one go instead of by every migration since the beginning.

Walking through the migrations redraws all models some hundred times: eleven seconds of a newcomer's first minute (decision 0250).
A test holds the two ways equal.
"""

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def make() -> bool:
    """Make every table and note every migration as done, in one transaction, if there is no table at all. Returns whether it did."""
    if connection.introspection.table_names():
        return False
    done = MigrationRecorder.Migration
    with connection.schema_editor() as editor:
        for model in (done, *apps.get_models(include_auto_created=True)):
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        names = sorted(MigrationLoader(None).disk_migrations)
        done.objects.using(connection.alias).bulk_create(done(app=app, name=name) for app, name in names)
    return True
