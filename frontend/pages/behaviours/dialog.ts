/** `<dialog popover>` opens without a script; with one it is modal, so the page behind it rests. */
import { fresh } from "./find";

export function dialogs(root: ParentNode): void {
  for (const dialog of fresh<HTMLDialogElement>(root, "dialog.dialog", "Dialog")) {
    dialog.removeAttribute("popover");
    for (const close of dialog.querySelectorAll<HTMLElement>("[data-dialog-close]")) {
      close.removeAttribute("popovertarget");
      close.addEventListener("click", () => dialog.close());
    }
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
  for (const button of fresh<HTMLButtonElement>(root, "[data-dialog]", "Opener")) {
    button.removeAttribute("popovertarget");
    button.addEventListener("click", () => {
      const dialog = document.getElementById(button.dataset["dialog"] ?? "");
      if (dialog instanceof HTMLDialogElement) dialog.showModal();
    });
  }
}
