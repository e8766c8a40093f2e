/** The result appears line after line, in the order in which it was drawn; at once for whoever wants no movement. */
const PAUSE_MS = 450;
const shown = new WeakSet<Element>();

function appear(list: HTMLElement): void {
  if (shown.has(list) || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  shown.add(list);
  const lines = [...list.children] as HTMLElement[];
  lines.forEach((line) => line.classList.add("to-come"));
  lines.forEach((line, place) => setTimeout(() => line.classList.remove("to-come"), PAUSE_MS * (place + 1)));
}

function all(): void {
  document.querySelectorAll<HTMLElement>("[data-appear]").forEach(appear);
}

document.body.addEventListener("htmx:afterSwap", all);
all();
