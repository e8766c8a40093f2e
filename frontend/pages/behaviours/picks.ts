/**
 * `<input type="checkbox" data-pick-all>` ticks every row on the page; `<div data-bulk hidden>` shows while
 * something is ticked, and `<b data-bulk-count>` inside it says how many.
 */
import { fresh } from "./find";

function numberInWords(value: number): string {
  return new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-u-nu-arab" : "en").format(value);
}

export function picks(root: ParentNode): void {
  for (const bulk of fresh<HTMLElement>(root, "[data-bulk]", "Bulk")) {
    const form = bulk.closest("form");
    if (!form) continue;
    const all = form.querySelector<HTMLInputElement>("[data-pick-all]");
    const count = bulk.querySelector<HTMLElement>("[data-bulk-count]");
    const show = (): void => {
      const boxes = [...form.querySelectorAll<HTMLInputElement>(".pick")];
      const ticked = boxes.filter((box) => box.checked).length;
      bulk.hidden = ticked === 0;
      if (count) count.textContent = numberInWords(ticked);
      if (!all) return;
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    form.addEventListener("change", (event) => {
      if (event.target === all && all) {
        for (const box of form.querySelectorAll<HTMLInputElement>(".pick")) box.checked = all.checked;
      }
      show();
    });
    show();
  }
}
