/** The last scans of this phone, the newest first; one that waited is filled in when its verdict comes. */
import { element, part } from "./dom";
import type { Shown } from "./verdict";
import { time } from "./words";

const MOST = 20;
const TAGS = { yes: "tag good", no: "tag bad", unknown: "tag warn" } as const;

export class Recent {
  private readonly list = part<HTMLOListElement>("recent");

  put(id: string, scannedAt: string, shown: Shown): void {
    const line = document.createElement("li");
    line.dataset["scan"] = id;
    const who = shown.name === "" ? shown.reason : shown.name;
    const told = element("span", "", "reader-line");
    told.append(element("bdi", who));
    if (shown.name !== "" && shown.reason !== "") told.append(element("small", shown.reason));
    line.append(element("time", time(scannedAt)), told, element("span", shown.headline, TAGS[shown.signal]));
    const earlier = this.list.querySelector(`[data-scan="${CSS.escape(id)}"]`);
    if (earlier === null) this.list.prepend(line);
    else earlier.replaceWith(line);
    part("recent-empty").hidden = true;
    while (this.list.children.length > MOST) this.list.lastElementChild?.remove();
  }
}
