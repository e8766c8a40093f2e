"""Addresses of the selection: for the staff under selection/, for everyone under results/."""

from django.urls import path

from mission.selection.views import (
    ceremony,
    council,
    fairness,
    offers,
    own,
    projector,
    public,
    results,
    rounds,
    rules,
    what_if,
)

app_name = "selection"

ROUND = "selection/<uuid:round_id>/"

urlpatterns = [
    path("selection/", rounds.rounds, name="rounds"),
    path("selection/season-rules/", rules.season_rules, name="season_rules"),
    path("selection/open/", rounds.open_round, name="open"),
    path(ROUND, rounds.selection_round, name="round"),
    path(f"{ROUND}promises/", rounds.promises, name="promises"),
    path(f"{ROUND}fairness/", fairness.fairness, name="fairness"),
    path(f"{ROUND}fairness/simulate/", fairness.simulate, name="simulate"),
    path(f"{ROUND}what-if/", what_if.what_if, name="what_if"),
    path(f"{ROUND}rules/", rules.edit_rules, name="edit_rules"),
    path(f"{ROUND}rules/text/", rules.edit_text, name="edit_text"),
    path(f"{ROUND}rules/presets/", rules.presets, name="presets"),
    path(f"{ROUND}rules/start/", rules.start_from, name="start_from"),
    path(f"{ROUND}rules/versions/", rules.versions, name="versions"),
    path(f"{ROUND}ask/", ceremony.ask_for_secrets, name="ask"),
    path(f"{ROUND}commit/", ceremony.commit, name="commit"),
    path(f"{ROUND}freeze/", ceremony.freeze, name="freeze"),
    path(f"{ROUND}reveal/", ceremony.reveal, name="reveal"),
    path(f"{ROUND}strike/<uuid:commitment_id>/", ceremony.strike, name="strike"),
    path(f"{ROUND}close/", ceremony.close_reveals, name="close_reveals"),
    path(f"{ROUND}chance/", ceremony.chance, name="chance"),
    path(f"{ROUND}draw/", ceremony.draw, name="draw"),
    path(f"{ROUND}publish/", ceremony.publish, name="publish"),
    path(f"{ROUND}council/", council.council, name="council"),
    path(f"{ROUND}attend/", council.attend, name="attend"),
    path(f"{ROUND}answer/<uuid:proposal_id>/", council.answer, name="answer"),
    path(f"{ROUND}take-up/", council.take_up, name="take_up"),
    path(f"{ROUND}attest/", council.attest, name="attest"),
    path(f"{ROUND}projector/", projector.projector, name="projector"),
    path(f"{ROUND}projector/part/", projector.part, name="projector_part"),
    path(f"{ROUND}vacate/", ceremony.vacate, name="vacate"),
    path(f"{ROUND}amend/", ceremony.amend, name="amend"),
    path(f"{ROUND}results/", results.results, name="results"),
    path(f"{ROUND}offers/", offers.offers, name="offers"),
    path(f"{ROUND}offers/<slug:reference>/", offers.offer, name="offer"),
    path(f"{ROUND}offers/<slug:reference>/accept/", offers.accept, name="accept_offer"),
    path(f"{ROUND}offers/<slug:reference>/withdraw/", offers.withdraw, name="withdraw_offer"),
    path(f"{ROUND}transcript.pdf", results.transcript, name="transcript"),
    path(f"{ROUND}proof.zip", results.proof, name="proof"),
    path("apply/files/<str:reference>/accept/", own.accept, name="own_accept"),
    path("apply/files/<str:reference>/decline/", own.decline, name="own_decline"),
    path("results/", public.results, name="public"),
    path("results/verify/", public.verify, name="verify"),
    path("results/<int:year>-<int:number>/proof.zip", public.proof, name="public_proof"),
    path(
        "results/<int:year>-<int:number>/amendments.jsonl",
        public.amendments,
        name="public_amendments",
    ),
    path(
        "results/<int:year>-<int:number>/promotions.csv",
        public.promotions,
        name="public_promotions",
    ),
]
