/** Recomputes a draw from the files of its proof, like verify.py, and names the first line that differs. */
import { type Entry, inOrder, type Rules, selectedOf, type Share } from "./draw.ts";
import { wrongRow } from "./linked.ts";
import { sha256 } from "./sha256.ts";

export class Differs extends Error {}

export type Files = Map<string, Uint8Array>;

export interface Right {
  files: number;
  selected: number;
  seed: string;
}

const NUMBERS = ["size", "tier", "tickets", "queue", "age_days"] as const;
const HEADER = `reference,${NUMBERS.join(",")},shares`;
const LINE = '[A-Z0-9-]+(,[1-9][0-9]{0,8}){4},(0|[1-9][0-9]{0,8}),([^,|"\\r]+(\\|[^,|"\\r]+)*)?';
const NAMES = ["entries.csv", "rules.json", "commitments.json", "seed.json", "result.csv", "verify.py"];
const FAMILIES = ["entries.csv", "rules.json", "linked.csv", ...NAMES.slice(2), "verify_linked.py"];
const KEYS = ["tier", "number", "queue", "age_days"];
const LAST_SEAT = ["skip", "stop", "exceed", "accept"];
const AT_ONCE = 2000;

const encoded = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const decoded = (data: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(data);

function read(files: Files, name: string): Uint8Array {
  const data = files.get(name);
  if (!data) throw new Differs(`${name} is missing`);
  return data;
}

function linesOf(name: string, data: Uint8Array): string[] {
  const lines = decoded(data).split("\n");
  if (lines.pop() !== "") throw new Differs(`${name}, line ${lines.length + 1}: does not end with a line feed`);
  return lines;
}

function compare(name: string, data: Uint8Array, expected: string[]): void {
  const lines = linesOf(name, data);
  for (let at = 0; at < Math.max(lines.length, expected.length); at++)
    if (lines[at] !== expected[at])
      throw new Differs(
        `${name}, line ${at + 1}: is [${lines[at] ?? "nothing"}], should be [${expected[at] ?? "nothing"}]`,
      );
}

function shapeOf(hasStrata: boolean): RegExp {
  return new RegExp(`^(?:${LINE}${hasStrata ? '(,[^,|"\\r]*)' : ""})$`);
}

function entryOf(line: string): Entry {
  const [reference = "", ...cells] = line.split(",");
  const counts = Object.fromEntries(NUMBERS.map((name, place) => [name, Number(cells[place])]));
  const more = { shares: (cells[5] ?? "").split("|"), stratum: cells[6] ?? "", number: "" };
  return { reference, ...counts, ...more } as unknown as Entry;
}

function readEntries(data: Uint8Array, hasStrata: boolean): Entry[] {
  const lines = linesOf("entries.csv", data);
  const header = HEADER + (hasStrata ? ",stratum" : "");
  const shape = shapeOf(hasStrata);
  if (lines[0] !== header) throw new Differs(`entries.csv, line 1: must be ${header}`);
  let before = "";
  return lines.slice(1).map((line, index) => {
    const where = `entries.csv, line ${index + 2}`;
    if (!shape.test(line)) throw new Differs(`${where}: is not an entry: ${line}`);
    const entry = entryOf(line);
    if (index > 0 && before >= entry.reference) throw new Differs(`${where}: is not in the order of the references`);
    before = entry.reference;
    return entry;
  });
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const told = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${told.map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`).join(",")}}`;
}

function isKnown(rules: Rules, text: string): boolean {
  const wholes = [rules, ...(rules.strata?.parts ?? [])];
  const shares: Share[] = wholes.flatMap((whole) => [...whole.shares]);
  const seats = [...wholes.map((whole) => whole.quota), ...shares.map((share) => share.seats)];
  const orders = [rules.general, ...shares].flatMap((pool) => [...pool.order]);
  return (
    canonical(rules) === text &&
    LAST_SEAT.includes(rules.last_seat) &&
    [1, 2].includes(rules.format ?? 1) &&
    shares.every((share) => ["before", "after"].includes(share.when)) &&
    seats.every((count) => Number.isSafeInteger(count) && count >= 0) &&
    orders.every((key) => KEYS.includes(key.replace(/^-/, "")))
  );
}

function readRules(data: Uint8Array): Rules {
  let known: boolean;
  let rules: Rules;
  try {
    rules = JSON.parse(decoded(data)) as Rules;
    known = isKnown(rules, decoded(data));
  } catch {
    throw new Differs("rules.json, line 1: does not say what a draw needs");
  }
  if (!known) throw new Differs("rules.json, line 1: is not canonical, or has a word unknown to draws");
  return rules;
}

async function hashLine(files: Files, name: string): Promise<string> {
  return `${name.padEnd(16)} ${await sha256(read(files, name))}\n`;
}

/** Answer whether the proof has families; their files are then checked. */
function checkFamilies(files: Files, entries: Entry[], rules: Rules): boolean {
  const isStated = decoded(read(files, "README.txt")).includes("\nlinked.csv ");
  if (!files.has("linked.csv") && !isStated) return false;
  const texts = decoded(read(files, "linked.csv")).split("\n");
  const header = `${HEADER}${rules.strata ? ",stratum" : ""},row`;
  if (texts.pop() !== "" || texts[0] !== header || texts.length < 2)
    throw new Differs("linked.csv, line 1: is not a list of linked files");
  const shape = shapeOf(rules.strata !== undefined);
  let before = "";
  const linked = texts.slice(1).map((text, index): [Entry, string] => {
    const cut = text.lastIndexOf(",");
    const line = text.slice(0, Math.max(0, cut));
    const file = entryOf(line);
    if (!shape.test(line) || before >= file.reference)
      throw new Differs(`linked.csv, line ${index + 2}: is not a file, or not in its place`);
    before = file.reference;
    return [file, text.slice(cut + 1)];
  });
  const wrong = wrongRow(entries, linked, rules);
  if (wrong) throw new Differs(wrong);
  return true;
}

async function checkSeed(files: Files, names: string[]): Promise<string> {
  let kept: { sha256?: string }[];
  let texts: string[];
  let seed: string;
  try {
    const promised = JSON.parse(decoded(read(files, "commitments.json"))) as { sha256?: string; struck?: unknown }[];
    kept = promised.filter((one) => !one.struck);
    const said = JSON.parse(decoded(read(files, "seed.json"))) as Record<string, unknown>;
    texts = [...(said["secrets"] as string[]), said["public_randomness"] as string];
    if (!texts.every((text) => typeof text === "string")) throw new TypeError("not a text");
    seed = String(said["seed"]);
  } catch (error) {
    if (error instanceof Differs) throw error;
    throw new Differs("commitments.json or seed.json, line 1: not as published");
  }
  const digests = await Promise.all(texts.slice(0, -1).map((text) => sha256(text)));
  if (digests.length !== kept.length || digests.some((digest, at) => digest !== kept[at]?.sha256))
    throw new Differs("commitments.json and seed.json, line 1: the secrets do not match");
  const hashes = await Promise.all(names.map((name) => sha256(read(files, name))));
  const lines = [`rifada-draw-${names.length - 1}`, ...hashes, ...texts].map((line) => `${line}\n`).join("");
  const ours = await sha256(lines);
  if (ours === seed) return ours;
  const stated = decoded(read(files, "README.txt"));
  const changed: string[] = [];
  for (const name of names) if (!stated.includes(await hashLine(files, name))) changed.push(name);
  throw new Differs(`${changed.join(" and ") || "seed.json"} was changed: seed ${seed}, these files give ${ours}`);
}

async function checkReadme(files: Files, names: string[]): Promise<void> {
  const stated = decoded(read(files, "README.txt"));
  const above = stated.slice(0, Math.max(0, stated.lastIndexOf("entries.csv ")));
  let text = above;
  for (const name of names) text += await hashLine(files, name);
  text += `README.txt       ${await sha256(text)}\n`;
  compare("README.txt", read(files, "README.txt"), linesOf("README.txt", encoded(text)));
}

/** The smallest SHA-256 over the tickets; as hex digits it sorts like the number. */
async function numberOf(seed: string, entry: Entry): Promise<string> {
  let least = "";
  for (let ticket = 1; ticket <= entry.tickets; ticket++) {
    const digest = await sha256(`${seed},${entry.reference},${ticket}`);
    if (least === "" || digest < least) least = digest;
  }
  return least;
}

/** Check all files of a proof; answer what was found right, or throw Differs. */
export async function verify(files: Files, tell: (done: number, all: number) => void = () => {}): Promise<Right> {
  const rulesData = read(files, "rules.json");
  const hasStrata = /"strata":/.test(decoded(rulesData));
  const entries = readEntries(read(files, "entries.csv"), hasStrata);
  const rules = readRules(rulesData);
  const names = checkFamilies(files, entries, rules) ? FAMILIES : NAMES;
  const seed = await checkSeed(files, names.slice(0, names.indexOf("commitments.json")));
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const part = entries.slice(start, start + AT_ONCE);
    await Promise.all(part.map(async (entry) => (entry.number = await numberOf(seed, entry))));
    tell(Math.min(start + AT_ONCE, entries.length), entries.length);
  }
  const selected = selectedOf(entries, rules, rules);
  const waiting = inOrder(entries, rules.general.order);
  const lines = ["reference,outcome,place,share"];
  selected.forEach((entry, at) => lines.push(`${entry.reference},selected,${at + 1},${entry.share ?? ""}`));
  waiting.forEach((entry, at) => lines.push(`${entry.reference},waiting,${at + 1},`));
  compare("result.csv", read(files, "result.csv"), lines);
  await checkReadme(files, names);
  return { files: entries.length, selected: selected.length, seed };
}
