/** `<button data-copy="text" data-copied="word" hidden>`: copies and says so for two seconds. */
import { fresh } from "./find";

export function copyButtons(root: ParentNode): void {
  if (!navigator.clipboard) return;
  for (const button of fresh<HTMLButtonElement>(root, "[data-copy]", "Copy")) {
    button.hidden = false;
    const drawn = [...button.childNodes];
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
      button.textContent = button.dataset["copied"] ?? "✓";
      setTimeout(() => button.replaceChildren(...drawn), 2000);
    });
  }
}
