"""The desk as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """What people decide, and the journal."""

    name = "saphan.desk"
    label = "desk"
    verbose_name = "Saphan desk"
