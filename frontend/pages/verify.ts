/** The page where anybody checks a draw: the published proof, or one that was saved. */
import { Differs, type Right, verify } from "../verifier/proof.ts";
import { NotAZip, unzipped } from "../verifier/zip.ts";

const root = document.querySelector<HTMLElement>("[data-verifier]");

function part<T extends HTMLElement>(selector: string): T | null {
  return root?.querySelector<T>(selector) ?? null;
}

function show(selector: string, isShown: boolean): void {
  const found = part(selector);
  if (found) found.hidden = !isShown;
}

function say(text: string): void {
  const state = part("[data-verify-state]");
  if (state) state.textContent = text;
}

function word(name: string): string {
  return part("[data-verify-state]")?.dataset[name] ?? "";
}

function counted(count: number): string {
  return count.toLocaleString(document.documentElement.lang === "ar" ? "ar-u-nu-arab" : "en");
}

function showRight(right: Right): void {
  const told = { files: counted(right.files), selected: counted(right.selected), seed: right.seed };
  for (const [name, text] of Object.entries(told)) {
    const place = part(`[data-right=${name}]`);
    if (place) place.textContent = text;
  }
  show("[data-verify-right]", true);
}

function showWrong(error: unknown): void {
  if (error instanceof NotAZip) return say(word("notZip"));
  if (!(error instanceof Differs)) return say(word("away"));
  const place = part("[data-wrong]");
  if (place) place.textContent = error.message;
  show("[data-verify-wrong]", true);
}

async function check(given: () => Promise<ArrayBuffer>): Promise<void> {
  show("[data-verify-right]", false);
  show("[data-verify-wrong]", false);
  say(word("reading"));
  try {
    const files = await unzipped(await given());
    const right = await verify(files, (done, all) => say(`${word("counting")}: ${counted(done)} / ${counted(all)}`));
    say("");
    showRight(right);
  } catch (error) {
    say("");
    showWrong(error);
  }
}

async function fetched(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`proof ${answer.status}`);
  return answer.arrayBuffer();
}

function take(list: FileList | null | undefined): void {
  const file = list?.[0];
  if (file) void check(() => file.arrayBuffer());
}

// Web Crypto is there on a secure page only; elsewhere the page says to run verify.py.
const insecure = document.querySelector<HTMLElement>("[data-verify-insecure]");
if (insecure) insecure.hidden = window.isSecureContext;
if (root && window.isSecureContext) {
  root.hidden = false;
  const button = part<HTMLButtonElement>("[data-verify-published]");
  button?.addEventListener("click", () => void check(() => fetched(button.dataset["verifyPublished"] ?? "")));
  const field = part<HTMLInputElement>("[data-verify-file]");
  field?.addEventListener("change", () => take(field.files));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer?.files);
  });
}
