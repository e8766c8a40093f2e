/**
 * The page of the waiting room asks where it stands, as seldom as the server says, and goes through the door.
 * When the line or the server is away it asks more and more seldom, and says that the place is kept.
 */
import { pauseSeconds } from "../pages/behaviours/backoff";

interface State {
  seconds?: number;
  html?: string;
  go?: string;
}

const LEAST_SECONDS = 2;
const LONGEST_SECONDS = 60;
const body = document.body;
const room = document.querySelector<HTMLElement>("#room");
let failures = 0;

function pause(seconds: number): void {
  setTimeout(() => void ask(), seconds * 1000);
}

/** Never sooner than after LEAST_SECONDS, and later each time. */
function backOff(asked: number): void {
  failures += 1;
  const age = room?.querySelector<HTMLElement>("[data-age]");
  if (age) age.textContent = body.dataset["away"] ?? "";
  pause(pauseSeconds(failures, Math.max(asked, LEAST_SECONDS), Math.random(), LONGEST_SECONDS));
}

function show(state: State): void {
  if (room && state.html !== undefined && !room.contains(document.activeElement)) room.innerHTML = state.html;
  pause(state.seconds ?? LONGEST_SECONDS);
}

async function ask(): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(body.dataset["state"] ?? "", { signal: AbortSignal.timeout(15_000) });
  } catch {
    return backOff(0);
  }
  if (!answer.ok) return backOff(Number(answer.headers.get("Retry-After")) || 0);
  try {
    const state = (await answer.json()) as State;
    failures = 0;
    if (state.go) location.replace(state.go);
    else show(state);
  } catch {
    backOff(0);
  }
}

pause(Number(body.dataset["seconds"]) || LONGEST_SECONDS);
