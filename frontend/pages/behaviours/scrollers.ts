/** `<div data-scroller="name">`: a box that scrolls sideways can be reached and is named; others stay out of the way. */
import { fresh } from "./find";

export function scrollers(root: ParentNode): void {
  for (const box of fresh<HTMLElement>(root, "[data-scroller]", "Scroller")) {
    const measure = (): void => {
      const scrolls = box.scrollWidth > box.clientWidth;
      for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", box.dataset["scroller"] ?? ""]] as const) {
        if (scrolls) box.setAttribute(name, value);
        else box.removeAttribute(name);
      }
    };
    new ResizeObserver(measure).observe(box);
    measure();
  }
}
