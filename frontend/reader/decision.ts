// The verdict on one scan, twin of mission/gates/rules/decision.py: both answer
// tests/vectors/gate_decision.json alike. Times are ISO 8601 UTC texts.

export type Direction = "IN" | "OUT";
export type Reading = "GENUINE" | "MALFORMED" | "UNKNOWN_KEY" | "FORGED";
export type Standing = "VALID" | "REVOKED" | "SUSPENDED" | "REPLACED" | "NOT_ISSUED";

export type Code =
  | "ok" | "malformed" | "unknown_key" | "forged" | "other_mission" | "other_season"
  | "not_issued" | "revoked" | "replaced" | "suspended" | "not_yet_valid" | "expired"
  | "other_camp" | "already_inside";

export interface Claims {
  mission: number;
  season: number;
  camps: readonly number[];
  valid_from: string | null;
  valid_until: string;
}

export interface Inside {
  camp: number;
  gate: string;
  since: string;
}

export interface Post {
  mission: number;
  season: number;
  camp: number;
  clock_skew_seconds: number;
}

export interface ScanFacts {
  direction: Direction;
  at: string;
  post: Post;
  reading: Reading;
  claims: Claims | null;
  standing: Standing;
  inside: Inside | null;
}

export type Fact = string | number | boolean | readonly number[];

export interface Verdict {
  admitted: boolean;
  code: Code;
  facts: Record<string, Fact>;
}

type Check = (facts: ScanFacts, claims: Claims) => Verdict | null;

const UNTRUSTED: Record<Reading, Code> = {
  GENUINE: "malformed", // only reached when a genuine reading came without claims
  MALFORMED: "malformed",
  UNKNOWN_KEY: "unknown_key",
  FORGED: "forged",
};

const STANDINGS: Record<Standing, Code | null> = {
  VALID: null,
  NOT_ISSUED: "not_issued",
  REVOKED: "revoked",
  REPLACED: "replaced",
  SUSPENDED: "suspended",
};

const refused = (code: Code, facts: Record<string, Fact> = {}): Verdict =>
  ({ admitted: false, code, facts });

const skewMs = (facts: ScanFacts): number => facts.post.clock_skew_seconds * 1000;

const ofThisMission: Check = (facts, claims) =>
  claims.mission === facts.post.mission
    ? null
    : refused("other_mission", { mission: claims.mission });

const ofThisSeason: Check = (facts, claims) =>
  claims.season === facts.post.season
    ? null
    : refused("other_season", { season: claims.season });

const inGoodStanding: Check = (facts) => {
  const code = STANDINGS[facts.standing];
  return code === null ? null : refused(code);
};

const begun: Check = (facts, claims) => {
  if (claims.valid_from === null) return null;
  if (Date.parse(facts.at) >= Date.parse(claims.valid_from) - skewMs(facts)) return null;
  return refused("not_yet_valid", { valid_from: claims.valid_from });
};

const notOver: Check = (facts, claims) =>
  Date.parse(facts.at) < Date.parse(claims.valid_until) + skewMs(facts)
    ? null
    : refused("expired", { valid_until: claims.valid_until });

const ofThisCamp: Check = (facts, claims) =>
  claims.camps.includes(facts.post.camp)
    ? null
    : refused("other_camp", { camps: [...claims.camps].sort((a, b) => a - b) });

const notAlreadyInside: Check = (facts) => {
  const inside = facts.inside;
  if (inside === null || inside.camp !== facts.post.camp) return null;
  return refused("already_inside", { gate: inside.gate, since: inside.since });
};

function passing(facts: ScanFacts): Record<string, Fact> {
  const inside = facts.inside;
  if (facts.direction === "OUT") {
    return { was_inside: inside !== null && inside.camp === facts.post.camp };
  }
  return inside === null ? {} : { left_camp: inside.camp };
}

// The same order, for the same reasons, as CHECKS_IN and CHECKS_OUT of the Python twin.
const CHECKS: Record<Direction, readonly Check[]> = {
  IN: [
    ofThisMission, ofThisSeason, inGoodStanding, begun, notOver, ofThisCamp, notAlreadyInside,
  ],
  OUT: [ofThisMission, ofThisSeason],
};

/** Admits or refuses one scan; the first reason in the order of CHECKS wins. */
export function gateDecision(facts: ScanFacts): Verdict {
  const claims = facts.claims;
  if (facts.reading !== "GENUINE" || claims === null) return refused(UNTRUSTED[facts.reading]);
  for (const check of CHECKS[facts.direction]) {
    const refusal = check(facts, claims);
    if (refusal !== null) return refusal;
  }
  return { admitted: true, code: "ok", facts: passing(facts) };
}
