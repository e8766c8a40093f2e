/** Finds the parts of the reader's page, which the template promises, and fills them with text. */
export function part<T extends HTMLElement = HTMLElement>(name: string): T {
  const found = document.querySelector<T>(`[data-part="${name}"]`);
  if (found === null) throw new Error(`The page has no part ${name}`);
  return found;
}

export function tell(name: string, text: string): void {
  const place = part(name);
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === "";
}

export function element(tag: string, text: string, className = ""): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}
