/** A member's secret: made and hashed in the browser, so that only its hash is sent. */
import { sha256 } from "../verifier/sha256.ts";

const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

function find<T extends HTMLElement>(form: HTMLElement, selector: string): T | null {
  return form.querySelector<T>(selector);
}

function madeSecret(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(25))].map((byte) => ALPHABET[byte % 32]);
  return letters.join("").replace(/(.{5})(?=.)/g, "$1-");
}

function offerToMake(form: HTMLFormElement, secret: HTMLInputElement): void {
  const make = find<HTMLButtonElement>(form, "[data-secret-make]");
  const kept = find<HTMLElement>(form, "[data-secret-kept]");
  const save = find<HTMLAnchorElement>(form, "[data-secret-save]");
  if (!make || !kept || !save) return;
  make.hidden = false;
  make.addEventListener("click", () => {
    secret.value = madeSecret();
    save.href = `data:text/plain;charset=utf-8,${encodeURIComponent(secret.value)}`;
    kept.hidden = false;
    secret.focus();
  });
}

function hashBeforeSending(form: HTMLFormElement, secret: HTMLInputElement): void {
  const hash = find<HTMLInputElement>(form, "[name=sha256]");
  if (!hash) return;
  form.addEventListener("submit", (event) => {
    // A secret that is too short goes to the server as it is: the page then says why not.
    if (secret.value.length < 12 || hash.value !== "") return;
    event.preventDefault();
    void sha256(secret.value).then((digest) => {
      hash.value = digest;
      secret.removeAttribute("name");
      form.submit();
    });
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("[data-secret-form]")) {
  const secret = find<HTMLInputElement>(form, "[name=secret]");
  if (secret && window.isSecureContext) {
    offerToMake(form, secret);
    hashBeforeSending(form, secret);
  }
}
