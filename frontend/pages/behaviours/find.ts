/** Finds elements once: a behaviour never binds the same element twice. */
export function fresh<T extends HTMLElement>(root: ParentNode, selector: string, name: string): T[] {
  const found = [...root.querySelectorAll<T>(selector)];
  if (root instanceof HTMLElement && root.matches(selector)) found.unshift(root as unknown as T);
  const mark = `bound${name}`;
  return found.filter((element) => {
    if (element.dataset[mark]) return false;
    element.dataset[mark] = "yes";
    return true;
  });
}
