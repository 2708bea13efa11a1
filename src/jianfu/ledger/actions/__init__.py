"""Every write to the ledger: one function, one transaction, one audit entry."""

from jianfu.ledger.actions.naming import name_organ
from jianfu.ledger.actions.recording import record_file
from jianfu.ledger.actions.withdrawing import UnknownFile, withdraw_file

__all__ = ["UnknownFile", "name_organ", "record_file", "withdraw_file"]
