// The ids that the reader makes: version 7, in order, never twice, with their time in front.
import assert from "node:assert/strict";
import { test } from "node:test";

import { uuid7 } from "./ids.ts";

test("ids are of version 7 and carry their moment", () => {
  const id = uuid7(0x0190a0b0c0d0);
  assert.match(id, /^0190a0b0-c0d0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("ids of one moment stand in order and differ, also when the clock steps back", () => {
  const made = Array.from({ length: 9000 }, (_, number) => uuid7(1_900_000_000_000 - number));
  assert.deepEqual([...made].sort(), made);
  assert.equal(new Set(made).size, made.length);
});
