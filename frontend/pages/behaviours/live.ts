/**
 * `<div data-live="masar.PilgrimAccepted …" hx-trigger="every 10s, live">`: one EventSource a page; each named
 * event refreshes its part, at most once a second. When the live program is away, the polling goes on alone.
 * A line that drops comes back by itself; when its ticket is too old by then, with a new one, from the same place.
 */
import { fresh } from "./find";

const parts: HTMLElement[] = [];
const waiting = new Set<HTMLElement>();
const heard = new Set<string>();
let source: EventSource | null = null;
let isAsking = false;
let place = "";

function refresh(part: HTMLElement): void {
  if (waiting.has(part) || !part.isConnected) return;
  waiting.add(part);
  setTimeout(() => {
    waiting.delete(part);
    part.dispatchEvent(new CustomEvent("live"));
  }, 1000);
}

function namesOf(part: HTMLElement): string[] {
  return (part.dataset["live"] ?? "").split(/\s+/).filter(Boolean);
}

function hear(event: Event): void {
  place = (event as MessageEvent).lastEventId;
  const isAnew = event.type === "reset";
  parts.filter((part) => isAnew || namesOf(part).includes(event.type)).forEach(refresh);
}

async function ticket(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`ticket ${answer.status}`);
  const given = (await answer.json()) as { ticket: string };
  return given.ticket;
}

function comeBack(): void {
  source = null;
  setTimeout(() => void connect(), 5_000 + Math.random() * 10_000);
}

async function connect(): Promise<void> {
  const base = document.querySelector<HTMLMetaElement>('meta[name="live-url"]')?.content;
  if (!base || source || isAsking) return;
  isAsking = true;
  try {
    const asked = new URLSearchParams({ ticket: await ticket("/live/ticket"), after: place });
    const stream = new EventSource(`${base}/events?${asked.toString()}`);
    for (const name of ["ready", "reset", ...heard]) stream.addEventListener(name, hear);
    stream.onerror = () => stream.readyState === EventSource.CLOSED && comeBack();
    source = stream;
  } catch {
    comeBack();
  } finally {
    isAsking = false;
  }
}

export function liveParts(root: ParentNode): void {
  const found = fresh<HTMLElement>(root, "[data-live]", "Live");
  parts.push(...found);
  for (const name of found.flatMap(namesOf)) {
    if (!heard.has(name)) source?.addEventListener(name, hear);
    heard.add(name);
  }
  if (found.length > 0) void connect();
}
