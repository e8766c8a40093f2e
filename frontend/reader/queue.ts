/**
 * Scans on their way. Each is on the phone's disk before it is sent and leaves it only when the
 * server has it; one that got no answer is sent again under its own id, so nothing counts twice.
 */
import { type Answer, judge, judgeMany, type NotKept, Problem, Silence } from "./api";
import type { Direction } from "./decision";
import { uuid7 } from "./ids";
import type { PendingScan, Store } from "./store";

export interface Reader {
  gate: string;
  token: string;
}

export type Outcome =
  | { kind: "answer"; scan: PendingScan; answer: Answer }
  | { kind: "silence"; scan: PendingScan }
  | { kind: "problem"; scan: PendingScan; problem: Problem };

const AT_ONCE = 100;

export class Queue {
  private isSending = false;
  private readonly underway = new Set<string>();

  constructor(
    private readonly store: Store,
    private readonly reader: () => Reader | null,
    /** Milliseconds by which the server's clock is ahead of the phone's. */
    private readonly clockOffsetMs: () => number,
  ) {}

  /** Keeps a scan and asks for its verdict; without network it stays for `sendPending`. */
  async present(credential: string, direction: Direction): Promise<Outcome> {
    const nowMs = Date.now() + this.clockOffsetMs();
    const scan = { id: uuid7(nowMs), credential, direction, scanned_at: new Date(nowMs).toISOString() };
    this.underway.add(scan.id);
    try {
      await this.store.keep(scan);
      return await this.ask(scan);
    } finally {
      this.underway.delete(scan.id);
    }
  }

  private async ask(scan: PendingScan): Promise<Outcome> {
    const reader = this.reader();
    if (reader === null) return { kind: "silence", scan };
    try {
      const answer = await judge(reader.gate, reader.token, scan);
      await this.store.forget([scan.id]);
      return { kind: "answer", scan, answer };
    } catch (error) {
      if (error instanceof Problem) return this.refused(scan, error);
      if (error instanceof Silence) return { kind: "silence", scan };
      throw error;
    }
  }

  /** Sends what waits; answers come one by one. Throws Silence or Problem when the server says no. */
  async sendPending(onAnswer: (scan: PendingScan, answer: Answer) => void): Promise<void> {
    const reader = this.reader();
    if (this.isSending || reader === null) return;
    this.isSending = true;
    try {
      const waiting = (await this.store.pending()).filter((scan) => this.isWaiting(scan));
      for (let from = 0; from < waiting.length; from += AT_ONCE) {
        const some = waiting.slice(from, from + AT_ONCE);
        const results = await judgeMany(reader.gate, reader.token, some);
        await this.settle(some, results, onAnswer);
      }
    } finally {
      this.isSending = false;
    }
  }

  private isWaiting(scan: PendingScan): boolean {
    return scan.problem === undefined && !this.underway.has(scan.id);
  }

  private async settle(
    scans: PendingScan[], results: (Answer | NotKept)[], onAnswer: (scan: PendingScan, answer: Answer) => void,
  ): Promise<void> {
    const byId = new Map(results.map((result) => [result.id, result]));
    const kept: string[] = [];
    for (const scan of scans) {
      const result = byId.get(scan.id);
      if (result === undefined) continue;
      if ("problem" in result) {
        await this.store.keep({ ...scan, problem: result.problem.title });
      } else {
        kept.push(scan.id);
        onAnswer(scan, result);
      }
    }
    await this.store.forget(kept);
  }

  private async refused(scan: PendingScan, problem: Problem): Promise<Outcome> {
    // Who is no reader may become one again, and then the scan is sent; other refusals stay as they are.
    if (problem.status !== 401 && problem.status !== 403) await this.store.keep({ ...scan, problem: problem.message });
    return { kind: "problem", scan, problem };
  }
}
