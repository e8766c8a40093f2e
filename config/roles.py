"""Which role may do what: the one table. Each app declares its permissions in its access.py."""

from __future__ import annotations

from foundation.scoping import grant

VIEWING = {
    "season.view_season",
    "registration.view_applications",
    "selection.view_rounds",
    "campaigns.view_campaigns",
    "campaigns.view_roster",
    "masar.view_exchange",
    "permits.view_permits",
    "gates.view_gates",
}

COMMITTEE = {
    "season.view_season",
    "registration.view_applications",
    "selection.view_rounds",
    "selection.commit_secret",
    "selection.reveal_secret",
    "selection.confirm_step",
    "registration.answer_objections",
}

ROLES: dict[str, set[str]] = {
    # The information systems unit keeps every link alive and mends what is stuck.
    "SYSTEMS": VIEWING
    | {
        "season.edit_rules",
        "staff.manage_staff",
        "staff.view_jobs",
        "notifications.view_messages",
        "notifications.resend_messages",
        "accounts.act_for_caller",
        "accounts.move_mobile",
        "registration.view_identity",
        "registration.import_applications",
        "registration.check_eligibility",
        "registration.export_applications",
        "selection.answer_offers",
        "registration.verify_documents",
        "registration.fill_for_caller",
        "campaigns.edit_campaigns",
        "campaigns.choose_campaign",
        "campaigns.place_winners",
        "masar.send_pilgrims",
        "masar.resolve_refusals",
        "permits.issue_bracelets",
        "permits.print_bracelets",
        "permits.revoke_bracelet",
        "permits.manage_keys",
        "gates.manage_devices",
    },
    # The sorting committee owns the result: the chair proposes each step, another confirms it.
    "COMMITTEE_MEMBER": COMMITTEE | {"selection.sit_as_member"},
    "COMMITTEE_CHAIR": COMMITTEE
    | {
        "selection.sit_as_chair",
        "selection.amend_result",
        "selection.prepare_round",
        "selection.freeze_round",
        "selection.draw_round",
        "selection.publish_round",
        "selection.answer_offers",
    },
    # The secretary keeps the record and has no vote and no secret; the witness only watches.
    "COMMITTEE_SECRETARY": {
        "season.view_season",
        "selection.view_rounds",
        "selection.confirm_step",
        "selection.sit_as_secretary",
    },
    "COMMITTEE_WITNESS": {
        "season.view_season",
        "selection.view_rounds",
        "selection.attest_round",
        "selection.sit_as_witness",
    },
    # Registrars look at what applicants hand in, all day, and change nothing else.
    "REGISTRAR": {
        "season.view_season",
        "registration.view_applications",
        "registration.verify_documents",
    },
    # A campaign's manager sees that campaign and no other.
    "CAMPAIGN_MANAGER": {
        "campaigns.view_campaigns",
        "campaigns.view_roster",
        "permits.view_permits",
    },
    "GATE_GUARD": {"gates.view_gates", "gates.scan"},
    "HEAD_OF_MISSION": VIEWING,
    "CONTACT_AGENT": {
        "season.view_season",
        "selection.view_rounds",
        "selection.answer_offers",
        "registration.fill_for_caller",
        "accounts.act_for_caller",
        "accounts.move_mobile",
    },
    "OPERATIONS": {"season.view_season", "gates.view_gates"},
    "CLINICIAN": {"season.view_season"},
}


def apply() -> None:
    """Grant every role its permissions."""
    for role, permissions in ROLES.items():
        grant(role, permissions)
