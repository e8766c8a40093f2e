/** The reader at a gate: one phone, one guard, one question after the other. */
import { enrol, Problem, type Stand } from "./api";
import { Camera, type CameraState } from "./camera";
import { Contact } from "./contact";
import type { Direction } from "./decision";
import { chooseDecoder } from "./decoder";
import { part, tell } from "./dom";
import { type Outcome, Queue, type Reader } from "./queue";
import { Recent } from "./recent";
import { give, openSound } from "./signals";
import { Store } from "./store";
import { listenToHands } from "./typed";
import { shownOf, VerdictScreen } from "./verdict";
import { say } from "./words";

const store = await Store.open();
const screen = new VerdictScreen();
const recent = new Recent();
let reader: Reader | null = null;

const contact = new Contact(() => reader, () => store.pending(), heard, lost);
const queue = new Queue(store, () => reader, () => contact.clockOffsetMs);

function direction(): Direction {
  return document.querySelector<HTMLInputElement>("input[name=direction]:checked")?.value === "OUT" ? "OUT" : "IN";
}

async function present(text: string): Promise<void> {
  if (reader === null) return;
  const outcome = await queue.present(text, direction());
  settle(outcome);
  screen.show(shownOf(outcome));
}

function settle(outcome: Outcome): void {
  recent.put(outcome.scan.id, outcome.scan.scanned_at, shownOf(outcome));
  if (outcome.kind === "answer") contact.heard();
  if (outcome.kind === "silence") contact.silent();
  if (outcome.kind === "problem") lost(outcome.problem);
}

async function sendPending(): Promise<void> {
  await queue
    .sendPending((scan, answer) => {
      const shown = shownOf({ kind: "answer", scan, answer });
      recent.put(scan.id, scan.scanned_at, shown);
      if (shown.signal === "no") give("no");
    })
    .catch(() => contact.silent());
  await contact.draw();
}

function heard(stand: Stand): void {
  tell("gate-name", stand.gate_name);
  tell("camp-name", stand.camp_name);
  void sendPending();
}

/** The server does not know this phone any more: say so, and keep what waits. */
function lost(problem: Problem): void {
  if (problem.status !== 401 && problem.status !== 403) return;
  reader = null;
  showEnrolment(problem.message);
}

function showEnrolment(message: string): void {
  part("scanning").hidden = true;
  part("enrolment").hidden = false;
  tell("enrolment-message", message);
}

function drawStand(stand: Stand): void {
  part("direction").hidden = stand.way !== "BOTH";
  for (const choice of document.querySelectorAll<HTMLInputElement>("input[name=direction]")) {
    choice.checked = choice.value === (stand.way === "OUT" ? "OUT" : "IN");
  }
}

function showCamera(state: CameraState): void {
  tell("camera-state", state === "on" ? "" : say(`camera_${state}`));
}

async function begin(token: string, stand: Stand): Promise<void> {
  reader = { gate: stand.gate, token };
  part("enrolment").hidden = true;
  part("scanning").hidden = false;
  drawStand(stand);
  heard(stand);
  contact.begin();
  void navigator.storage?.persist?.();
  stayAwake();
  tell("mute", say("touch_for_sound"));
  const decode = await chooseDecoder(part("scanning").dataset["wasm"] ?? "");
  const camera = new Camera(part<HTMLVideoElement>("video"), (text) => void present(text), showCamera);
  await camera.start(decode);
}

/** A guard holds the phone for hours without touching it; its screen must not go dark. */
function stayAwake(): void {
  const ask = (): void => {
    if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

async function takeCode(code: string): Promise<void> {
  tell("enrolment-message", "");
  try {
    const { token, ...stand } = await enrol(code);
    await store.set("token", token);
    await store.set("stand", JSON.stringify(stand));
    location.replace(location.pathname);
  } catch (error) {
    showEnrolment(error instanceof Problem ? error.message : say("no_network"));
  }
}

async function open(): Promise<void> {
  const code = new URLSearchParams(location.hash.slice(1)).get("enrol");
  if (code !== null) {
    history.replaceState(null, "", location.pathname);
    return takeCode(code);
  }
  if (reader !== null) return;
  const [token, kept] = await Promise.all([store.setting("token"), store.setting("stand")]);
  if (token === null || kept === null) return showEnrolment("");
  return begin(token, JSON.parse(kept) as Stand);
}

part<HTMLFormElement>("enrolment-form").addEventListener("submit", (event) => {
  event.preventDefault();
  void takeCode(part<HTMLInputElement>("enrolment-code").value.trim());
});
for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => {
    openSound();
    tell("mute", "");
  });
}
window.addEventListener("hashchange", () => void open());
listenToHands((text) => void present(text));
await open();
