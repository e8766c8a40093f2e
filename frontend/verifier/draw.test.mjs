// The seats of the draw worked by hand in tests/selection/test_rules_draw.py, and a ZIP made by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";

import { inOrder, selectedOf } from "./draw.ts";
import { NotAZip, unzipped } from "./zip.ts";

// by number: C-1, B-2, A-2, B-1, A-1, C-2; the digests come from sha256sum
const FILES = [
  ["A-1", 2, 1, 6, 30000, ["elderly"], "dd17"],
  ["A-2", 3, 2, 5, 20000, [""], "4cdf"],
  ["B-1", 1, 2, 4, 21000, [""], "63a7"],
  ["B-2", 2, 3, 3, 22000, [""], "4525"],
  ["C-1", 2, 3, 2, 23000, [""], "293a"],
  ["C-2", 1, 1, 1, 29999, ["elderly"], "ddcf"],
];
const ELDERLY = { name: "elderly", order: ["-age_days", "number"], seats: 2 };

function drawn({ order = ["number"], last_seat = "skip", quota = 6, shares = [] }) {
  const entries = FILES.map(([reference, size, tier, queue, age_days, listed, number]) => ({
    reference, size, tier, tickets: 1, queue, age_days, shares: listed, stratum: "", number,
  }));
  const rules = { general: { order }, last_seat, quota, shares };
  const said = selectedOf(entries, rules, rules).map((one) => one.reference + (one.share ? `/${one.share}` : ""));
  return `${said.join(" ")} | ${inOrder(entries, order).map((one) => one.reference).join(" ")}`;
}

const WORKED = [
  [{}, "C-1 B-2 B-1 C-2 | A-2 A-1"],
  [{ last_seat: "stop" }, "C-1 B-2 | A-2 B-1 A-1 C-2"],
  [{ last_seat: "exceed" }, "C-1 B-2 A-2 | B-1 A-1 C-2"],
  [{ order: ["tier", "number"] }, "A-1 C-2 A-2 | B-1 C-1 B-2"],
  [{ order: ["-tier", "number"] }, "C-1 B-2 B-1 C-2 | A-2 A-1"],
  [{ order: ["-age_days", "queue"] }, "A-1 C-2 C-1 B-1 | B-2 A-2"],
  [{ shares: [{ ...ELDERLY, when: "before" }] }, "A-1/elderly C-1 B-2 | A-2 B-1 C-2"],
  [{ shares: [{ ...ELDERLY, when: "after" }] }, "C-1 B-2 A-1/elderly | A-2 B-1 C-2"],
  [{ last_seat: "stop", quota: 11 }, "C-1 B-2 A-2 B-1 A-1 C-2 | "],
  [{ last_seat: "exceed", quota: 7 }, "C-1 B-2 A-2 B-1 | A-1 C-2"],
  [{ quota: 0 }, " | C-1 B-2 A-2 B-1 A-1 C-2"],
];

for (const [rules, expected] of WORKED)
  test(`seats by ${JSON.stringify(rules)}`, () => assert.equal(drawn(rules), expected));

function zipOf(name, text, { size = text.length } = {}) {
  const packed = deflateRawSync(Buffer.from(text));
  const local = Buffer.alloc(30 + name.length);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  local.write(name, 30);
  const central = Buffer.alloc(46 + name.length);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(name.length, 28);
  central.write(name, 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return new Uint8Array(Buffer.concat([local, packed, central, end])).buffer;
}

test("a member of a ZIP is read as it was written", async () => {
  const files = await unzipped(zipOf("a.csv", "one\ntwo\n"));
  assert.equal(new TextDecoder().decode(files.get("a.csv")), "one\ntwo\n");
});

test("a member that says less than it holds is refused, and so is what is no ZIP", async () => {
  await assert.rejects(unzipped(zipOf("a.csv", "x".repeat(5000), { size: 10 })), NotAZip);
  await assert.rejects(unzipped(zipOf("a.csv", "x", { size: 10 })), NotAZip);
  await assert.rejects(unzipped(new Uint8Array([1, 2, 3]).buffer), NotAZip);
  await assert.rejects(unzipped(new Uint8Array(100).buffer), NotAZip);
});
