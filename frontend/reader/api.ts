/** Talks to the server; no answer at all is a Silence, everything else is an answer. */
import type { Code, Direction } from "./decision";
import type { PendingScan } from "./store";

export interface Answer {
  id: string;
  admitted: boolean;
  code: Code;
  direction: Direction;
  headline: string;
  reason: string;
  advice: string;
  bearer: { name: string; campaign: string; sex: string } | null;
  replayed: boolean;
}

export interface NotKept {
  id: string;
  problem: { title: string; code: string };
}

export interface Stand {
  gate: string;
  gate_name: string;
  camp_name: string;
  way: "IN" | "OUT" | "BOTH";
  reader: string;
  admitted_today?: number;
  refused_today?: number;
  lists_issued_at?: string | null;
  server_time?: string;
}

/** The network or the server did not answer; what was asked may or may not have happened. */
export class Silence extends Error {}

/** The server answered no; `status` 401 means that this phone is no reader. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, title: string) {
    super(title);
  }
}

const PATIENCE_MS = 4000;
const BASE = "/api/v1/gates";

async function ask(path: string, token: string | null, body?: unknown): Promise<unknown> {
  const headers: Record<string, string> = { "Accept-Language": document.documentElement.lang };
  if (token !== null) headers["Authorization"] = `Bearer ${token}`;
  const init: RequestInit = { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.method = "POST";
    init.body = JSON.stringify(body);
  }
  const response = await fetch(BASE + path, init).catch((error: unknown) => {
    throw new Silence(String(error));
  });
  const told: unknown = await response.json().catch(() => null);
  if (response.ok && told !== null) return told;
  if (response.status >= 500 || response.status === 429 || told === null) throw new Silence(String(response.status));
  const problem = told as { code?: string; title?: string };
  throw new Problem(response.status, problem.code ?? "refused", problem.title ?? String(response.status));
}

export const enrol = (code: string): Promise<Stand & { token: string }> =>
  ask("/readers", null, { code }) as Promise<Stand & { token: string }>;

export const stand = (gate: string, token: string): Promise<Stand> =>
  ask(`/${encodeURIComponent(gate)}`, token) as Promise<Stand>;

export const judge = (gate: string, token: string, scan: PendingScan): Promise<Answer> =>
  ask(`/${encodeURIComponent(gate)}/scans`, token, bare(scan)) as Promise<Answer>;

export async function judgeMany(
  gate: string, token: string, scans: readonly PendingScan[],
): Promise<(Answer | NotKept)[]> {
  const told = await ask(`/${encodeURIComponent(gate)}/scans`, token, scans.map(bare));
  return (told as { results: (Answer | NotKept)[] }).results;
}

function bare({ id, credential, direction, scanned_at }: PendingScan): PendingScan {
  return { id, credential, direction, scanned_at };
}
