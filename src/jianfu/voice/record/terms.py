"""By when a complaint that is on record is to be acknowledged, decided on and answered."""

from django.conf import settings

from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.voice.record.models import Complaint
from jianfu.voice.rules.clocks import Clocks, ClockSettings, Course
from jianfu.voice.rules.course import State


def clocks_of(complaint: Complaint, calendar: WorkCalendar) -> Clocks:
    """The complaint's due days."""
    voice = settings.VOICE
    times = ClockSettings(
        voice.acknowledge_days, voice.accept_days, voice.answer_days, voice.extension_days, voice.feedback_months
    )
    course = Course(
        received_on=complaint.received_on,
        acknowledged_on=complaint.acknowledged_on,
        decided_on=complaint.decided_on,
        is_accepted=complaint.state not in {State.RECEIVED, State.NOT_ACCEPTED},
        is_extended=complaint.is_extended,
        answered_on=complaint.answered_on,
        closed_on=complaint.closed_on,
    )
    return Clocks(course, calendar, times)
