/** Whether the server answers, how far its clock is from ours, and how old its lists are. */
import { Problem, Silence, stand, type Stand } from "./api";
import { part, tell } from "./dom";
import type { Reader } from "./queue";
import type { PendingScan } from "./store";
import { age, number, say } from "./words";

const EVERY_MS = 15_000;
const CLOCK_WARNING_MS = 120_000;

export class Contact {
  clockOffsetMs = 0;
  private heardAtMs = 0;
  private isSilent = false;
  private told: Stand | null = null;

  constructor(
    private readonly reader: () => Reader | null,
    private readonly pending: () => Promise<PendingScan[]>,
    private readonly onContact: (stand: Stand) => void,
    private readonly onProblem: (problem: Problem) => void,
  ) {}

  begin(): void {
    const again = (): void => void this.ask();
    window.addEventListener("online", again);
    document.addEventListener("visibilitychange", again);
    window.setInterval(again, EVERY_MS);
    window.setInterval(() => void this.draw(), 1000);
    again();
  }

  heard(): void {
    this.heardAtMs = Date.now();
    this.isSilent = false;
    void this.draw();
  }

  silent(): void {
    this.isSilent = true;
    void this.draw();
  }

  async ask(): Promise<void> {
    const reader = this.reader();
    if (reader === null) return;
    const askedMs = Date.now();
    try {
      this.told = await stand(reader.gate, reader.token);
      this.setClock(askedMs);
      this.heard();
      this.onContact(this.told);
    } catch (error) {
      if (error instanceof Problem) this.onProblem(error);
      else if (error instanceof Silence) this.silent();
      else throw error;
    }
  }

  private setClock(askedMs: number): void {
    if (this.told?.server_time === undefined) return;
    const halfWayMs = (Date.now() - askedMs) / 2;
    this.clockOffsetMs = Date.parse(this.told.server_time) + halfWayMs - Date.now();
  }

  async draw(): Promise<void> {
    const isHeard = !this.isSilent && Date.now() - this.heardAtMs < 1.5 * EVERY_MS;
    const link = part("link");
    link.className = isHeard ? "tag good" : "tag bad";
    link.textContent = isHeard ? say("connected") : say("not_connected");
    const pending = await this.pending();
    const stuck = pending.filter((scan) => scan.problem !== undefined).length;
    const waiting = pending.length - stuck;
    tell("waiting", waiting === 0 ? "" : `${say("waiting")} ${number(waiting)}`);
    tell("stuck", stuck === 0 ? "" : `${say("not_accepted")} ${number(stuck)}`);
    tell("clock", Math.abs(this.clockOffsetMs) > CLOCK_WARNING_MS ? say("clock_wrong") : "");
    this.drawAges();
  }

  private drawAges(): void {
    const nowMs = Date.now();
    const heard = this.heardAtMs === 0 ? say("never") : age(nowMs - this.heardAtMs);
    tell("heard-age", heard);
    const issued = this.told?.lists_issued_at;
    tell("lists-age", issued ? age(nowMs + this.clockOffsetMs - Date.parse(issued)) : say("no_lists"));
    tell("admitted-today", number(this.told?.admitted_today ?? 0));
    tell("refused-today", number(this.told?.refused_today ?? 0));
  }
}
