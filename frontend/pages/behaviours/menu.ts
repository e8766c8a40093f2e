/** `<details data-menu>`: a menu that closes on Escape and on a press outside. */
import { fresh } from "./find";

export function menus(root: ParentNode): void {
  for (const menu of fresh<HTMLDetailsElement>(root, "details[data-menu]", "Menu")) {
    document.addEventListener("click", (event) => {
      if (menu.open && !menu.contains(event.target as Node)) menu.open = false;
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  }
}
