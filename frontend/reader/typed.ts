/**
 * Codes that come without the camera: typed, pasted, or from a hand scanner that behaves as a
 * keyboard, which writes a whole code within a moment and ends it with Enter.
 */
import { part } from "./dom";

const HAND_PAUSE_MS = 120; // a person is slower between two keys, a hand scanner quicker

export function listenToHands(onCode: (text: string) => void): void {
  const form = part<HTMLFormElement>("typed");
  const field = part<HTMLInputElement>("typed-code");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    field.value = "";
    if (text !== "") onCode(text);
  });
  listenToScanner(onCode);
}

function listenToScanner(onCode: (text: string) => void): void {
  let text = "";
  let lastMs = 0;
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (target instanceof HTMLInputElement && target.type !== "radio") return;
    const nowMs = performance.now();
    if (nowMs - lastMs > HAND_PAUSE_MS) text = "";
    lastMs = nowMs;
    if (event.key === "Enter" && text.length > 8) {
      event.preventDefault();
      onCode(text);
      text = "";
    } else if (event.key.length === 1) {
      text += event.key;
    }
  });
}
