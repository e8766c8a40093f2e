"""What a refusal of the selection says: what is wrong, and what to do next."""

from django.utils.translation import gettext_lazy as _

from foundation import wording

wording.register(
    {
        "not_canonical": _(
            "This is not JSON as RFC 8259 has it. Mend the file, then try again."
        ),
        "bad_rules": _("The rules are not complete. Mend them, then try again."),
        "rules_unknown_key": _("Rules know no “%(where)s”. Take it out or mend its spelling."),
        "rules_missing_key": _("The rules do not say “%(where)s”. Add it."),
        "rules_bad_number": _(
            "“%(given)s” in %(where)s is no whole number from %(least)s upward. Mend it."
        ),
        "freeze_meets_family": _(
            "Somebody of season %(season)s linked applications in this very moment. Freeze the "
            "round again."
        ),
        "rules_bad_format": _(
            "“%(given)s” is not the format of these rules. Say 2 where the rules need it, and "
            "leave it out where they do not."
        ),
        "rules_bad_sizes": _(
            "“%(given)s” in %(where)s cannot be looked for at the last seat. List each size "
            "once, and only where the last file is accepted above the quota."
        ),
        "rules_strata_exceed_quota": _(
            "The parts and the shares of all have %(seats)s seats and there are only "
            "%(quota)s. Give fewer."
        ),
        "bad_tickets": _("“%(given)s” in %(where)s is no possible number of tickets. Mend it."),
        "too_many_tickets": _(
            "These are more than %(most)s tickets a file on average, more than can be tried "
            "out at once. Give fewer."
        ),
        "fact_not_stated": _(
            "The rules ask for what no file states yet, so that nobody could meet it. The page "
            "of the rules says what it is: take it out before you settle the rules."
        ),
        "unknown_districts": _(
            "The rules ask for districts that the season does not list: %(districts)s. Take "
            "them out, or add them to the season's districts."
        ),
        "round_rules_moved_on": _(
            "Somebody wrote version %(number)s of these rules meanwhile. Open the page again, "
            "look at it, and change it then."
        ),
        "no_such_preset": _("There is no such preset here. Choose one of the list."),
        "rules_bad_choice": _(
            "“%(given)s” in %(where)s is not one of: %(choices)s. Choose one of them."
        ),
        "rules_bad_order": _(
            "“%(given)s” in %(where)s is no order. Name tier, number, queue or age_days, each "
            "once, with a - before it to turn it round."
        ),
        "rules_bad_share_name": _(
            "“%(given)s” in %(where)s cannot name a share. Use a word without spaces, commas, "
            "quotes and bars, and each word once."
        ),
        "rules_shares_exceed_quota": _(
            "The shares reserve %(seats)s seats and there are only %(quota)s. Reserve fewer."
        ),
        "bad_secret": _("A secret is one line of text. Write it again on one line."),
        "bad_randomness": _("The public randomness is one line of text. Write it again."),
        "secret_differs": _(
            "This is not the secret that %(member)s promised. Look for capital letters, spaces "
            "and other scripts, and write it exactly as it was."
        ),
        "bad_entry": _(
            "File %(reference)s cannot enter the draw: its %(column)s is not possible. "
            "Tell the information systems unit."
        ),
        "entry_twice": _("File %(reference)s stands twice. Tell the information systems unit."),
        "bad_entries_file": _("Line %(line)s of entries.csv is not as specified."),
        "bad_share_condition": _(
            "Shares cannot ask for “%(condition)s”. Mend the season's rule of who may use a "
            "reserved share."
        ),
        "step_out_of_order": _(
            "The round has moved on meanwhile, or another step comes first. Open its page "
            "again."
        ),
        "chance_already_known": _(
            "The moment of the public randomness has come. From now on no secret may be shown."
        ),
        "chance_not_due": _(
            "The moment of the public randomness has not come yet. Wait until then."
        ),
        "chance_not_named": _(
            "Name where chance comes from and a moment that lies ahead, so that nobody can "
            "know it now."
        ),
        "bad_drand_signature": _(
            "This is not the signature of drand round %(number)s. Copy it again."
        ),
        "no_such_round": _("There is no such round here. Go back to the list of rounds."),
        "nothing_judged": _(
            "The eligibility of season %(season)s was not checked since its files or rules "
            "changed. Ask the information systems unit to check it, then freeze."
        ),
        "unknown_reference": _(
            "No published result holds this reference. Check it letter by letter."
        ),
        "round_unfinished": _(
            "Round %(number)s of season %(season)s is not published yet. Finish it first."
        ),
        "round_not_next": _(
            "Round %(number)s cannot be held now: the next one of this season is round "
            "%(expected)s. Say --round %(expected)s if you mean it."
        ),
        "bad_commitment": _(
            "The promise of %(member)s is no SHA-256, or the name is missing. Write it again."
        ),
        "already_committed": _("%(member)s has promised a secret in this round already."),
        "nothing_promised": _("%(member)s has promised no secret in this round."),
        "already_disclosed": _("The secret of %(member)s was shown or struck already."),
        "secrets_outstanding": _(
            "These members still have time to show their secrets: %(members)s. Wait for them, "
            "or strike a secret with a reason."
        ),
        "no_secrets": _("Nobody has promised a secret yet. At least one member has to."),
        "nothing_eligible": _(
            "No eligible file is left for this round of season %(season)s. Look at the "
            "eligibility first."
        ),
        "chance_already_recorded": _(
            "Another public randomness was written down already: %(public_randomness)s. It "
            "stands, and the draw goes on with it."
        ),
        "chance_not_recorded": _("The public randomness was not written down yet."),
        "entries_changed": _(
            "The frozen files are not those whose hashes were published. Do not draw; tell the "
            "information systems unit at once."
        ),
        "result_differs": _(
            "The result read back is not the one that was computed. Nothing was kept; tell the "
            "information systems unit."
        ),
        "not_in_round": _("File %(reference)s is not in this round. Check the reference."),
        "not_a_leaving": _(
            "A file withdraws or lapses; nobody is moved up by hand. Say which of the two."
        ),
        "bad_offer_terms": _(
            "A reminder would come after the last day of an offer, which stands for %(days)s "
            "days. Mend the reminders in the season's rules."
        ),
        "offer_over": _(
            "The time to accept the offer to file %(reference)s is over. Its seats go to the "
            "waiting list."
        ),
        "offer_gone": _(
            "File %(reference)s gave its place up, or did not accept in time. Its seats "
            "went on."
        ),
        "offer_still_open": _(
            "File %(reference)s still has time to accept. It lapses by itself when that is "
            "over."
        ),
        "offer_was_accepted": _(
            "File %(reference)s accepted its offer, so it cannot lapse. It may withdraw."
        ),
        "not_offered": _("This file holds no seats, so there is no offer to answer."),
        "draw_not_random": _(
            "Stop: this draw does not look like chance (test “%(test)s”, p = %(p_value)s), and "
            "less than one fair draw in a thousand million would. Nothing was published. Let "
            "somebody from outside check the program and the files before you go on."
        ),
        "place_already_left": _("File %(reference)s has left its place already."),
        "bad_secrets_file": _(
            "Secret %(place)s of the file is not of the documented shape. Write a list of "
            '{"member": …, "secret": …}.'
        ),
        "not_present": _(
            "Whoever acts at the ceremony is there. Sign the attendance first, then try again."
        ),
        "already_present": _("%(name)s has signed the attendance already."),
        "office_taken": _(
            "Somebody sits in this office already. They have to leave the ceremony first."
        ),
        "no_quorum": _(
            "Too few are present: chair and members %(voting)s of %(needed_voting)s, with the "
            "chair among them, and witnesses %(witnesses)s of %(needed_witnesses)s. Wait until "
            "they have signed the attendance."
        ),
        "chance_too_soon": _(
            "Between the freeze and chance at least %(minutes)s minutes must pass, so that "
            "nobody can know chance already. Name a later moment."
        ),
        "own_proposal": _(
            "You proposed this yourself. Another person of the committee has to answer."
        ),
        "same_office": _(
            "The proposal came from your own office. Somebody in another office has to answer."
        ),
        "proposal_expired": _("This proposal is too old. Propose the step again."),
        "proposal_answered": _("This proposal was answered already. Open the page again."),
        "step_already_proposed": _(
            "This step is proposed already and waits for an answer. Answer it first."
        ),
        "not_decided": _(
            "Two persons have not decided this step yet. One proposes it, another confirms it."
        ),
        "bad_amendment": _(
            "An amendment says what kind it is, which files it concerns, and its text in "
            "Arabic and in English. Complete it."
        ),
        "amendment_outside": _(
            "These files were not in this round's draw: %(references)s. Check the references."
        ),
        "already_attested": _("%(name)s has attested this round already."),
    }
)
