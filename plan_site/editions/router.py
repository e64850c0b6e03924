"""Reads of the plan go where the scope says, all else to the editors' database."""

from django.db.models import Model

from pillars.models import PlanItem

from . import scope


def holds_the_plan(model: type[Model]) -> bool:
    # Django's cache in the database is asked for by something that is hardly a model.
    joined = getattr(model._meta, "auto_created", False)
    return issubclass(joined or model, PlanItem)


class PlanRouter:
    """Django's router: the one place that decides which plan a query sees."""

    def db_for_read(self, model, **hints):
        if not holds_the_plan(model):
            return None
        instance = hints.get("instance")
        # What hangs on a record is read where the record was.
        if instance is not None and instance._state.db:
            return instance._state.db
        return scope.current().alias

    def db_for_write(self, model, **hints):
        return scope.WORKING_COPY if holds_the_plan(model) else None

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == scope.WORKING_COPY
