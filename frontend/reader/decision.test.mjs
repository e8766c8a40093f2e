// Runs the shared vectors through the reader's evaluator: node --test frontend/
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { gateDecision } from "./decision.ts";

const vectors = new URL("../../tests/vectors/gate_decision.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(vectors, "utf8"));

for (const { name, facts, verdict } of cases) {
  test(name, () => assert.deepEqual(gateDecision(facts), verdict));
}
