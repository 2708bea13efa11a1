"""Every write to the ledger: one function, one transaction, one audit entry."""

from jianfu.ledger.actions.merging import Conflict
from jianfu.ledger.actions.naming import name_organ
from jianfu.ledger.actions.recording import Recorded, record_file
from jianfu.ledger.actions.withdrawing import UnknownFile, withdraw_file

__all__ = ["Conflict", "Recorded", "UnknownFile", "name_organ", "record_file", "withdraw_file"]
