/** Checks the families of a draw: that no row of linked files is better off than its files. */
import type { Entry, Rules } from "./draw.ts";

const LINKED = "-LINKED";
/** What an order may ask, and the column that answers. More tickets are a smaller number. */
const COLUMNS = { tier: "tier", number: "tickets", queue: "queue", age_days: "age_days" } as const;

interface Asked {
  share: string;
  isDown: boolean;
}

function askedOf(rules: Rules, key: string): Asked[] {
  const shares = [rules, ...(rules.strata?.parts ?? [])].flatMap((whole) => [...whole.shares]);
  const pools = [{ name: "", order: rules.general.order }, ...shares];
  return pools.flatMap((pool) =>
    pool.order
      .filter((one) => one.replace(/^-/, "") === key)
      .map((one) => ({ share: pool.name, isDown: one !== key })),
  );
}

/** Answer the row that stands for linked files: all their seats, and what is worst for them in every column. */
export function rowOf(files: Entry[], rules: Rules): Entry {
  const first = files[0] as Entry;
  const last = files[files.length - 1] as Entry;
  let shares = first.shares.filter((name) => files.every((file) => file.shares.includes(name)));
  const row = { ...first, reference: last.reference + LINKED };
  row.size = files.reduce((sum, file) => sum + file.size, 0);
  if (files.some((file) => file.stratum !== first.stratum)) row.stratum = "files of several strata";
  for (const [key, column] of Object.entries(COLUMNS)) {
    const asked = askedOf(rules, key);
    const isDown = asked[0]?.isDown ?? false;
    const values = files.map((file) => file[column]);
    row[column] = isDown !== (key === "number") ? Math.min(...values) : Math.max(...values);
    if (new Set(values).size === 1) continue;
    const against = asked.filter((one) => one.isDown !== isDown).map((one) => one.share);
    shares = shares.filter((name) => !against.includes(name));
  }
  row.shares = shares.length ? shares.sort() : [""];
  return row;
}

function isSame(one: Entry, other: Entry): boolean {
  const told = (entry: Entry): string =>
    [...Object.values(COLUMNS).map((column) => entry[column]), entry.size, entry.stratum, ...entry.shares].join();
  return one.reference === other.reference && told(one) === told(other);
}

/**
 * Answer what is wrong first with the rows that stand for linked files; nothing when all is right.
 * `linked` are the files of linked.csv, each with the reference of its row.
 */
export function wrongRow(entries: Entry[], linked: [Entry, string][], rules: Rules): string {
  const rows = new Map<string, Entry[]>();
  for (const [file, row] of linked) rows.set(row, [...(rows.get(row) ?? []), file]);
  const alone = new Set(linked.map(([file]) => file.reference));
  for (const [at, entry] of entries.entries()) {
    const files = rows.get(entry.reference) ?? [];
    rows.delete(entry.reference);
    const isRow = files.length > 1 && isSame(entry, rowOf(files, rules));
    const isMeant = files.length > 0 || entry.reference.endsWith(LINKED);
    if (alone.has(entry.reference) || isMeant !== isRow)
      return `entries.csv, line ${at + 2}: is not what linked.csv makes of it`;
  }
  return rows.size ? "linked.csv, line 1: a row of it is not in entries.csv" : "";
}
