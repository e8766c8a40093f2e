/** Handing documents in with progress and a cut of the photo; verdicts by single keys. */
import { fresh } from "./behaviours/find";
import { Crop } from "./documents/crop";

/** Sends a form and shows how far it is; the page that answers takes the place of this one. */
function send(form: HTMLFormElement, body: FormData): void {
  const box = form.querySelector<HTMLElement>("[data-progress-box]");
  const bar = box?.querySelector("progress");
  const broken = form.querySelector<HTMLElement>("[data-broken]");
  if (box) box.hidden = false;
  if (broken) broken.hidden = true;
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    if (bar && event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => show(request));
  request.addEventListener("error", () => {
    if (box) box.hidden = true;
    if (broken) broken.hidden = false;
    for (const input of form.querySelectorAll<HTMLInputElement>("input[type=file]")) input.value = "";
  });
  request.open("POST", form.action);
  request.send(body);
}

function show(request: XMLHttpRequest): void {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  const here = document.querySelector("main");
  if (!main || !here) {
    window.location.reload();
    return;
  }
  here.replaceWith(main);
  document.title = page.title;
  window.history.replaceState(null, "", request.responseURL);
  main.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  start(main);
  window.scrollTo(0, 0);
  main.focus();
}

async function take(form: HTMLFormElement, input: HTMLInputElement, crop: Crop | null): Promise<void> {
  const file = input.files?.[0];
  if (!file) return;
  const body = new FormData(form);
  for (const name of ["camera", "file"]) body.delete(name);
  if (!crop) {
    body.set("file", file, file.name);
    send(form, body);
    return;
  }
  // What the browser cannot decode goes as it is: the server says why not.
  const cut = await crop.cut(file).catch(() => file);
  input.value = "";
  if (!cut) return;
  body.set("file", cut, file.name);
  send(form, body);
}

function forms(root: ParentNode): void {
  for (const form of fresh<HTMLFormElement>(root, "form[data-document-form]", "Document")) {
    const crop = Crop.in(form);
    form.querySelector<HTMLElement>("[data-send]")?.setAttribute("hidden", "");
    for (const input of form.querySelectorAll<HTMLInputElement>("input[type=file]"))
      input.addEventListener("change", () => void take(form, input, crop));
  }
}

function start(root: ParentNode): void {
  forms(root);
}

start(document);
document.querySelector("[data-ask-again]")?.addEventListener("toggle", (event) => {
  if (event.target instanceof HTMLDetailsElement && event.target.open) event.target.querySelector<HTMLInputElement>("input[type=radio]")?.focus();
});
document.addEventListener("keydown", (event) => {
  const isTyping = event.target instanceof HTMLElement && event.target.matches("input:not([type=radio]), select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
  const control = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!control) return;
  event.preventDefault();
  control.click();
});
