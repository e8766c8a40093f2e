/** `<details class="confirm">`: the question takes the focus, "Leave it" and Escape close it. */
import { fresh } from "./find";

export function confirmInPlace(root: ParentNode): void {
  for (const box of fresh<HTMLDetailsElement>(root, "details.confirm", "Confirm")) {
    const close = (): void => {
      box.open = false;
      box.querySelector("summary")?.focus();
    };
    const leave = box.querySelector<HTMLButtonElement>("[data-confirm-close]");
    if (leave) {
      leave.hidden = false;
      leave.addEventListener("click", close);
    }
    box.addEventListener("toggle", () => {
      if (box.open) box.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, button")?.focus();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.open) close();
    });
  }
}
