/** `<div data-progress data-done-url="…">`: when the work that was watched has ended, opens its result. */
import { fresh } from "./find";

let watched = false;

export function finishedWork(root: ParentNode): void {
  for (const bar of fresh<HTMLElement>(root, "[data-progress]", "Progress")) {
    if (bar.hasAttribute("hx-get")) {
      watched = true;
      continue;
    }
    const url = bar.dataset["doneUrl"];
    if (watched && url) location.assign(url);
  }
}
