/** `<button data-theme-switch hidden>`: light or dark, kept in a cookie that the server reads. */
import { fresh } from "./find";

function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function themeSwitch(root: ParentNode): void {
  for (const button of fresh<HTMLButtonElement>(root, "[data-theme-switch]", "Theme")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      document.documentElement.dataset["theme"] = theme;
      document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    });
  }
}
