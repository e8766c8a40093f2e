/** `<div data-file-drop data-chosen="Chosen">`: drop or choose; the name and size are shown before sending. */
import { fresh } from "./find";

function sizeInWords(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const format = { style: "unit", unit: units[unit] ?? "byte", unitDisplay: "short", maximumFractionDigits: 1 } as const;
  const language = document.documentElement.lang === "ar" ? "ar-u-nu-arab" : "en";
  return new Intl.NumberFormat(language, format).format(size);
}

export function fileDrops(root: ParentNode): void {
  for (const drop of fresh<HTMLElement>(root, "[data-file-drop]", "Drop")) {
    const input = drop.querySelector<HTMLInputElement>("input[type=file]");
    const name = drop.querySelector<HTMLElement>("[data-file-name]");
    if (!input || !name) continue;
    drop.classList.add("ready");
    const show = (): void => {
      const file = input.files?.[0];
      drop.classList.toggle("chosen", file !== undefined);
      name.replaceChildren();
      if (!file) return;
      const label = document.createElement("bdi");
      label.textContent = file.name;
      name.append(`${drop.dataset["chosen"] ?? ""}: `, label, ` (${sizeInWords(file.size)})`);
    };
    input.addEventListener("change", show);
    for (const type of ["dragenter", "dragover"]) drop.addEventListener(type, () => drop.classList.add("over"));
    for (const type of ["dragleave", "drop"]) drop.addEventListener(type, () => drop.classList.remove("over"));
    show();
  }
}
