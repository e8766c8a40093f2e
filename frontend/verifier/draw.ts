/** The seats of a draw, pass after pass, as docs/reference/draw.md has it; written apart from the engine. */
export interface Entry {
  reference: string;
  size: number;
  tier: number;
  tickets: number;
  queue: number;
  age_days: number;
  shares: string[];
  stratum: string;
  number: string;
  share?: string;
}

export interface Share {
  name: string;
  order: string[];
  seats: number;
  when: string;
}

export interface Whole {
  quota: number;
  shares: Share[];
  name?: string;
}

export interface Rules extends Whole {
  format?: number;
  general: { order: string[] };
  last_seat: string;
  last_sizes?: number[][];
  strata?: { parts: Whole[]; left: string };
}

interface Pool {
  name: string;
  order: string[];
  sizes?: number[][] | undefined;
}

type Key = "tier" | "number" | "queue" | "age_days";

function persons(entries: Entry[]): number {
  return entries.reduce((sum, entry) => sum + entry.size, 0);
}

/** Sort the files without a seat; they come in the order of references, and each sort keeps the order of equals. */
export function inOrder(entries: Entry[], keys: string[]): Entry[] {
  const ordered = entries.filter((entry) => entry.share === undefined);
  for (const key of [...keys].reverse()) {
    const name = key.replace(/^-/, "") as Key;
    const way = key.startsWith("-") ? -1 : 1;
    ordered.sort((one, other) => (one[name] < other[name] ? -way : one[name] > other[name] ? way : 0));
  }
  return ordered;
}

function lastBySize(rest: Entry[], sizes: number[][]): Entry | undefined {
  for (const listed of sizes) {
    const found = rest.find((entry) => listed.includes(entry.size));
    if (found) return found;
  }
  return undefined;
}

/** Take what fits into the seats of a pool; tell whether the pass was stopped short. */
function give(entries: Entry[], selected: Entry[], pool: Pool, seats: number, tooLarge: string): boolean {
  const first = selected.length;
  const ordered = inOrder(entries, pool.order);
  for (const looked of ordered) {
    let entry: Entry | undefined = looked;
    if (tooLarge === "accept") {
      if (seats === 1 && pool.sizes?.length && selected.length > first)
        entry = lastBySize(ordered.slice(selected.length - first), pool.sizes);
      if (seats <= 0 || !entry) break;
    }
    const fits = entry.size <= seats;
    const mayNot = pool.name !== "" && !entry.shares.includes(pool.name);
    if (mayNot || (!fits && tooLarge === "skip")) continue;
    if (fits || tooLarge !== "stop") {
      entry.share = pool.name;
      selected.push(entry);
      seats -= entry.size;
    }
    if (!fits) return tooLarge === "stop";
  }
  return false;
}

/** Answer the selected files in the order taken; `whole` is the rules, or one stratum of them. */
export function selectedOf(entries: Entry[], rules: Rules, whole: Whole): Entry[] {
  const selected: Entry[] = [];
  const strata = (whole as Rules).strata ?? { parts: [], left: "general" };
  const pool = { name: "", order: rules.general.order, sizes: rules.last_sizes };
  const after = whole.shares.filter((share) => share.when === "after");
  for (const share of whole.shares.filter((one) => one.when === "before"))
    give(entries, selected, share, share.seats, "skip");
  for (const part of strata.parts) {
    const inside = entries.filter((entry) => entry.stratum === part.name);
    selected.push(...selectedOf(inside, rules, part));
  }
  const promised = after.reduce((sum, share) => sum + share.seats, 0);
  const left = whole.quota - persons(selected) - promised;
  const isStopped = strata.parts.length === 0 && give(entries, selected, pool, left, rules.last_seat);
  for (const share of after) give(entries, selected, share, share.seats, "skip");
  if (!isStopped && strata.left === "general")
    give(entries, selected, pool, whole.quota - persons(selected), "skip");
  return selected;
}
