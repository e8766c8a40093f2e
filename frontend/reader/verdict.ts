/** The verdict over the whole screen: colour, sign, words, sound. Yes goes by itself, no waits for a hand. */
import type { Outcome } from "./queue";
import { part, tell } from "./dom";
import { give, type Signal } from "./signals";
import { say } from "./words";

export interface Shown {
  signal: Signal;
  headline: string;
  name: string;
  note: string;
  reason: string;
  advice: string;
}

const YES_LASTS_MS = 1600;

/** What an outcome looks and sounds like. */
export function shownOf(outcome: Outcome): Shown {
  if (outcome.kind === "answer") {
    const { admitted, headline, reason, advice, bearer } = outcome.answer;
    return {
      signal: admitted ? "yes" : "no", headline, reason, advice,
      name: bearer?.name ?? "", note: bearer?.campaign ?? "",
    };
  }
  const silent = outcome.kind === "silence";
  return {
    signal: "unknown", name: "", note: "",
    headline: say("not_judged"),
    reason: silent ? say("no_answer") : outcome.problem.message,
    advice: silent ? say("no_answer_advice") : "",
  };
}

export class VerdictScreen {
  private timer = 0;
  private readonly dialog = part<HTMLDialogElement>("verdict");

  constructor() {
    part("verdict-next").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  show(shown: Shown): void {
    clearTimeout(this.timer);
    this.dialog.dataset["signal"] = shown.signal;
    tell("verdict-headline", shown.headline);
    tell("verdict-name", shown.name);
    tell("verdict-note", shown.note);
    tell("verdict-reason", shown.reason);
    tell("verdict-advice", shown.advice);
    if (!this.dialog.open) this.dialog.showModal();
    give(shown.signal);
    if (shown.signal === "yes") this.timer = window.setTimeout(() => this.dialog.close(), YES_LASTS_MS);
  }
}
