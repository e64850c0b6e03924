"""Reads of the plan go where the scope says, all else to the editors' database."""

from . import scope

PLAN = "pillars"


class PlanRouter:
    """Django's router: the one place that decides which plan a query sees."""

    def db_for_read(self, model, **hints):
        if model._meta.app_label != PLAN:
            return None
        instance = hints.get("instance")
        # What hangs on a record is read where the record was.
        if instance is not None and instance._state.db:
            return instance._state.db
        return scope.current().alias

    def db_for_write(self, model, **hints):
        return scope.WORKING_COPY if model._meta.app_label == PLAN else None

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == scope.WORKING_COPY
