// Trying again: later and later, never sooner than asked, and never all at once.
import assert from "node:assert/strict";
import { test } from "node:test";

import { askedSeconds, LONGEST_SECONDS, pauseSeconds } from "./backoff.ts";

test("pauses double up to a longest one, and chance spreads them down to nothing", () => {
  assert.deepEqual([0, 1, 2, 3].map((attempt) => pauseSeconds(attempt, 0, 1)), [1, 2, 4, 8]);
  assert.equal(pauseSeconds(40, 0, 1), LONGEST_SECONDS);
  assert.equal(pauseSeconds(5, 0, 0), 0);
  assert.equal(pauseSeconds(3, 0, 0.5), 4);
  assert.equal(pauseSeconds(40, 2, 1, 60), 62);
});

test("nobody comes back sooner than the server asked", () => {
  assert.equal(pauseSeconds(0, 7, 0), 7);
  assert.deepEqual(["5", "0", "-3", "soon", null, "9999"].map(askedSeconds), [5, 0, 0, 0, 0, LONGEST_SECONDS]);
});
