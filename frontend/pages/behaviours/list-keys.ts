/**
 * `<table data-keys>`: j and k move through the rows, x selects, Enter opens the row's first link.
 * `/` goes to the page's search field (`data-search`). Keys typed into a field stay there.
 */
import { fresh } from "./find";

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]), select, textarea"));
}

function move(table: HTMLElement, by: 1 | -1): void {
  const rows = [...table.querySelectorAll<HTMLTableRowElement>("tbody tr")];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row.classList.contains("at"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  for (const row of rows) row.classList.toggle("at", row === next);
  if (!next) return;
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function work(table: HTMLElement, key: string): boolean {
  const row = table.querySelector<HTMLElement>("tbody tr.at");
  if (key === "j" || key === "k") {
    move(table, key === "j" ? 1 : -1);
    return true;
  }
  const control = key === "x" ? row?.querySelector<HTMLElement>(".pick") : key === "Enter" && document.activeElement === row ? row?.querySelector("a") : null;
  control?.click();
  return Boolean(control);
}

let listening = false;

export function listKeys(root: ParentNode): void {
  fresh(root, "table[data-keys]", "Keys");
  if (listening) return;
  listening = true;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const search = document.querySelector<HTMLInputElement>("[data-search]");
      search?.focus();
      search?.select();
      if (search) event.preventDefault();
      return;
    }
    const table = document.querySelector<HTMLElement>("table[data-keys]");
    if (table && work(table, event.key)) event.preventDefault();
  });
}
