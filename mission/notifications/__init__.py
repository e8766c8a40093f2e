"""Notifications (الرسائل): messages out, by SMS, and what became of each."""
