/** What every page runs; each behaviour finds its own markup and leaves all other alone. */
import { confirmInPlace } from "./behaviours/confirm";
import { copyButtons } from "./behaviours/copy";
import { dialogs } from "./behaviours/dialog";
import { fileDrops } from "./behaviours/file-drop";
import { listKeys } from "./behaviours/list-keys";
import { liveParts } from "./behaviours/live";
import { menus } from "./behaviours/menu";
import { picks } from "./behaviours/picks";
import { finishedWork } from "./behaviours/progress";
import { scrollers } from "./behaviours/scrollers";
import { submitOnce } from "./behaviours/submit-once";
import { themeSwitch } from "./behaviours/theme";

const behaviours = [
  themeSwitch, menus, dialogs, confirmInPlace, copyButtons, fileDrops, listKeys, picks, finishedWork, liveParts, scrollers,
  submitOnce,
];

function start(root: ParentNode): void {
  for (const behaviour of behaviours) behaviour(root);
}

start(document);
document.querySelector<HTMLElement>("[data-focus]:not(.guide *)")?.focus();
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement && event.target !== document.body) start(event.target);
});
