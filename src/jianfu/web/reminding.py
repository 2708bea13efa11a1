"""Reminders of numbers that end soon: shown on the department's page, each counted as a message of the platform."""

from jianfu.clearance.numbers.actions import send_reminders
from jianfu.ledger.viewer import Role
from jianfu.monitoring.actions import count_messages
from jianfu.web.clock import now, today


def remind_departments() -> int:
    """Send the reminders whose day has come. How many; sent once, however often this runs."""
    return send_reminders(today(), count=lambda sent: count_messages(Role.DEPARTMENT, today(), sent), now=now())
