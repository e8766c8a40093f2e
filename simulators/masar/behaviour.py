"""How badly the simulator behaves: every kind of mischief with its chance or its seconds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace


class UnknownSetting(ValueError):
    """A setting that does not exist, or a value it cannot take."""


@dataclass(frozen=True)
class Behaviour:
    """Chances are between 0 and 1 and are drawn per call, or per item where that is said."""

    spurious_rejection: float = 0.05  # per item: a good request is rejected for no reason
    review_seconds_min: float = 0.0  # per item: from receipt to decision, at least
    review_seconds_max: float = 15.0  # per item: at most
    answer_seconds_max: float = 1.0  # a call is answered after up to this long
    long_answer: float = 0.01  # a call is answered only after long_answer_seconds
    long_answer_seconds: float = 15.0
    commit_then_drop: float = 0.02  # all is booked, then the line is cut instead of an answer
    commit_then_gateway_error: float = 0.01  # all is booked, then a 502 page in HTML
    partial_batch: float = 0.02  # a batch is booked up to some item; the rest: NOT_PROCESSED
    partial_batch_then_drop: float = 0.01  # the same, then the line is cut
    connection_reset: float = 0.01  # the line is cut before anything happens
    server_error: float = 0.02  # 503 before anything happens
    token_hiccup: float = 0.005  # 401 for a good token
    rate_limit: float = 0.02  # 429 with Retry-After, out of the blue
    calls_per_second: float = 50.0  # more calls than this: 429 with Retry-After
    retry_after_seconds: float = 1.0
    outage: float = 0.0005  # an outage of outage_seconds begins
    outage_seconds: float = 20.0
    slow_drip: float = 0.01  # the answer comes in crumbs over drip_seconds
    drip_seconds: float = 5.0
    stale_read: float = 0.05  # a read shows the state of stale_seconds ago
    stale_seconds: float = 30.0
    duplicate_item: float = 0.05  # per item of a feed page: delivered twice
    repeated_page: float = 0.03  # a feed page whose cursor does not move on
    schema_drift: float = 0.05  # a field or a state that the contract does not name yet

    def as_dict(self) -> dict[str, float]:
        """Give every setting by name."""
        return asdict(self)

    def changed(self, values: dict[str, object]) -> Behaviour:
        """Apply new values by name; raise UnknownSetting for a bad name or value."""
        known = {field.name for field in fields(self)}
        seconds = {name for name in known if "second" in name}
        clean: dict[str, float] = {}
        for name, value in values.items():
            if name not in known:
                raise UnknownSetting(f"there is no setting {name}")
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise UnknownSetting(f"{name} is a number of at least 0")
            if name not in seconds and value > 1:
                raise UnknownSetting(f"{name} is a chance between 0 and 1")
            clean[name] = value
        return replace(self, **clean)


HARSH = Behaviour()

# The same faults, but nobody waits longer than 0.2 s for any of them.
QUICK = replace(
    HARSH,
    review_seconds_max=0.2,
    answer_seconds_max=0.02,
    long_answer_seconds=0.2,
    calls_per_second=400.0,
    retry_after_seconds=0.0,
    outage=0.002,
    outage_seconds=0.2,
    drip_seconds=0.2,
    stale_seconds=0.2,
)

CALM = Behaviour(
    **{
        name: (value if "second" in name else 0.0)
        for name, value in HARSH.as_dict().items()
        if name not in {"review_seconds_max", "answer_seconds_max", "calls_per_second"}
    },
    review_seconds_max=0.0,
    answer_seconds_max=0.0,
    calls_per_second=100_000.0,
)

PROFILES = {"harsh": HARSH, "quick": QUICK, "calm": CALM}
