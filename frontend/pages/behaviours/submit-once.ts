/**
 * `<form data-submit-once>` with `{% submit_once_key %}`: sent once, however often it is pressed or tried.
 * A line that breaks, 429 and 502–504 are tried again with growing, scattered pauses; the key in the form makes
 * that safe. A slow answer reads "being checked", never "failed". Whatever is no plain yes is left to the
 * browser: the form is then sent without script, and the server knows it by its key.
 */
import { askedSeconds, pauseSeconds } from "./backoff";
import { fresh } from "./find";

const FOR_SCRIPTS = "application/vnd.rifada.submission+json";
const BUSY = new Set([429, 502, 503, 504]);
const TRIES = 8;
const PATIENCE_SECONDS = 20;

interface Told {
  state: "done" | "checking";
  location: string;
}

const sleep = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1000));

async function ask(url: string, body: FormData | null): Promise<Response | null> {
  const signal = AbortSignal.timeout(PATIENCE_SECONDS * 1000);
  try {
    return await fetch(url, { method: body ? "POST" : "GET", body, signal, headers: { Accept: FOR_SCRIPTS } });
  } catch {
    return null;
  }
}

async function told(answer: Response): Promise<Told | null> {
  const isTold = answer.headers.get("Content-Type")?.startsWith("application/json") ?? false;
  return isTold ? ((await answer.json()) as Told) : null;
}

/** Answers where to go on, or null when the browser itself should send the form. */
async function deliver(form: HTMLFormElement, body: FormData, say: (what: "checking" | "waiting") => void): Promise<string | null> {
  let url = form.action;
  let sent: FormData | null = body;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const answer = await ask(url, sent);
    if (answer && !BUSY.has(answer.status)) {
      const found = answer.ok ? await told(answer) : null;
      if (!found) return null;
      if (found.state === "done") return found.location;
      say("checking");
      url = found.location;
      sent = null;
    } else {
      say(answer ? "checking" : "waiting");
    }
    await sleep(pauseSeconds(attempt, askedSeconds(answer?.headers.get("Retry-After") ?? null), Math.random()));
  }
  return null;
}

export function submitOnce(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-submit-once]", "SubmitOnce")) {
    const line = form.querySelector<HTMLElement>("[data-submit-state]");
    let isSending = false;
    const say = (what: "checking" | "waiting"): void => {
      if (!line) return;
      line.hidden = false;
      line.textContent = line.dataset[what] ?? "";
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (isSending) return;
      isSending = true;
      form.setAttribute("aria-busy", "true");
      const button = event.submitter;
      const body = new FormData(form, button instanceof HTMLButtonElement ? button : null);
      const slow = setTimeout(() => say("checking"), 1_500);
      void deliver(form, body, say).then((location) => {
        clearTimeout(slow);
        if (location) window.location.assign(location);
        else form.submit();
      });
    });
    // Back from the next page, the form stands as it was left: it may be sent again.
    window.addEventListener("pageshow", () => {
      isSending = false;
      form.removeAttribute("aria-busy");
    });
  }
}
