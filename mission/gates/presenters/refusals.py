"""The sentences of the gates' refusals."""

from django.utils.translation import gettext_lazy as _

from foundation import wording


def register() -> None:
    """Give every refusal of the gates its sentence."""
    wording.register(
        {
            "no_such_gate": _("No gate has this code. Look at the list of gates."),
            "no_such_reader": _("No such reader. Look at the list of the gate's readers."),
            "unknown_reader": _(
                "This phone is not a reader, or it was revoked. Ask the information systems "
                "unit for an enrolment code."
            ),
            "reader_of_another_gate": _(
                "This reader stands at another gate. Enrol it here before you scan."
            ),
            "reader_already_revoked": _("This reader was revoked before. Nothing changes."),
            "enrolment_code_refused": _(
                "This enrolment code was used already or has run out. Ask for a new one."
            ),
            "gate_code_taken": _("Another gate has this code. Choose another one."),
            "gate_rule_missing": _(
                "The season's rules lack the value %(key)s. The information systems unit adds "
                "it on the page of the rules."
            ),
            "direction_not_served": _(
                "This gate works in the other direction. Send the person to the other gate."
            ),
            "scan_id_reused": _(
                "Another scan was sent under this id. Give every scan an id of its own."
            ),
            "scan_not_readable": _(
                "This is not a scan: %(reason)s. It was put aside for a person to look at."
            ),
            "scans_not_json": _("The request is not JSON. Send one scan, or a list of scans."),
            "too_many_scans": _(
                "These are more than %(most)s scans. Send them in several requests."
            ),
        }
    )
