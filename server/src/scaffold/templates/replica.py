"""Reads go to the replica, everything else to the primary."""


class ReplicaRouter:
    def db_for_read(self, model, **hints):
        return "replica"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, first, second, **hints):
        # Both hold the same rows.
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
