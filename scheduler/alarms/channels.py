"""Over which channels alarms are told, as the settings say, and how a notice reads."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Protocol

from crawler.command import Problem
from crawler.services import ProjectSettings
from pipelines.store.alarms import Notice
from search import credentials

logger = logging.getLogger(__name__)


class Undelivered(Exception):
    """Why notices could not be told, in one line without secrets."""


class Channel(Protocol):
    """A way to tell people, or programs."""

    @property
    def name(self) -> str:
        """As in `Notice.channel`."""

    def send(self, notices: Sequence[Notice]) -> None:
        """Tell all of them, in order. Raises Undelivered if they are to be told again."""


class Log:
    """The log of the watch; never fails."""

    name = "log"

    def send(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            level = logging.ERROR if notice.event == "raised" else logging.INFO
            fields = {"event": notice.event, **asdict(notice.trouble)}
            logger.log(level, "%s", line(notice), extra={"alarm": fields})


def line(notice: Notice) -> str:
    """A notice in one line, for a person."""
    trouble = notice.trouble
    what = f"{trouble.kind}, {trouble.subject}" if trouble.subject else trouble.kind
    if notice.event == "raised":
        return f"ALARM {what}: {trouble.detail}"
    return f"over: {what}, after {_span(notice.at - notice.raised_at)}; it was: {trouble.detail}"


def configured(settings: ProjectSettings) -> list[Channel]:
    """The channels that there are. Raises Problem for settings that cannot be right."""
    from scheduler.alarms.mail import Mail
    from scheduler.alarms.webhook import Webhook

    channels: list[Channel] = [Log()]
    try:
        if url := secret(settings, "PRAHARI_ALARM_WEBHOOK"):
            channels.append(Webhook(url, token=secret(settings, "PRAHARI_ALARM_WEBHOOK_TOKEN")))
        if to := settings["PRAHARI_ALARM_MAIL_TO"]:
            channels.append(
                Mail(
                    settings["PRAHARI_ALARM_SMTP"],
                    to=[address.strip() for address in to.split(",") if address.strip()],
                    sender=settings["PRAHARI_ALARM_MAIL_FROM"],
                    user=settings["PRAHARI_ALARM_SMTP_USER"],
                    password=secret(settings, "PRAHARI_ALARM_SMTP_PASSWORD"),
                )
            )
    except ValueError as error:
        raise Problem(str(error)) from None
    return channels


def secret(settings: ProjectSettings, name: str) -> str:
    """The setting, or what stands in the file that ``<name>_FILE`` names. Raises ValueError."""
    file = f"{name}_FILE"
    return credentials.secret(settings[name] or "", file, settings[file])


def _span(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    if minutes < 180:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 72 * 60 else f"{minutes // 1440} days"
