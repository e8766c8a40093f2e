/** The public's sign-in: the wait for another code, and passkeys. Everything else needs no script. */
type Json = Record<string, unknown>;

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null): string | undefined {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The options as the server writes them hold bytes as base64url. */
function readable(options: Json): Json {
  const key = { ...(options["publicKey"] as Json) };
  key["challenge"] = bytes(key["challenge"] as string);
  const user = key["user"] as Json | undefined;
  if (user) key["user"] = { ...user, id: bytes(user["id"] as string) };
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    const listed = key[name] as Json[] | null | undefined;
    if (listed) key[name] = listed.map((each) => ({ ...each, id: bytes(each["id"] as string) }));
    else delete key[name];
  }
  for (const name of Object.keys(key)) if (key[name] === null) delete key[name];
  return { publicKey: key };
}

function written(made: PublicKeyCredential): Json {
  const answer = made.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: text(answer.clientDataJSON),
      attestationObject: text(answer.attestationObject ?? null),
      authenticatorData: text(answer.authenticatorData ?? null),
      signature: text(answer.signature ?? null),
      userHandle: text(answer.userHandle ?? null),
    },
  };
}

async function post(address: string, body: Json): Promise<Json> {
  const token = document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]");
  const answer = await fetch(address, {
    method: "POST",
    headers: { "content-type": "application/json", "X-CSRFToken": token?.value ?? "" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Json;
}

function passkeys(part: HTMLElement): void {
  const button = part.querySelector<HTMLButtonElement>("button");
  const trouble = part.querySelector<HTMLElement>("[data-passkey-trouble]");
  const make = part.dataset["passkeyMake"];
  const asking = make ?? part.dataset["passkeyUse"];
  if (!button || !asking) return;
  part.hidden = false;
  for (const words of document.querySelectorAll<HTMLElement>("[data-without-passkey]")) words.hidden = true;
  button.addEventListener("click", async () => {
    button.disabled = true;
    if (trouble) trouble.hidden = true;
    try {
      const options = readable(await post(asking, {}));
      const made = make ? await navigator.credentials.create(options) : await navigator.credentials.get(options);
      if (!(made instanceof PublicKeyCredential)) throw new Error("no passkey");
      const answer = await post(part.dataset["passkeyAnswer"] ?? "", written(made));
      location.assign(String(answer["next"]));
    } catch {
      button.disabled = false;
      if (!trouble) return;
      trouble.textContent = trouble.dataset["passkeyTrouble"] ?? "";
      trouble.hidden = false;
    }
  });
}

function countDown(button: HTMLButtonElement): void {
  const words = document.querySelector<HTMLElement>("[data-wait-words]");
  const until = Date.now() + Number(button.dataset["waitSeconds"]) * 1000;
  const digits = new Intl.NumberFormat(document.documentElement.lang === "ar" ? "ar-u-nu-arab" : "en", {
    minimumIntegerDigits: 2,
  });
  const clock = (seconds: number): string => `${digits.format(Math.floor(seconds / 60))}:${digits.format(seconds % 60)}`;
  const tick = (): void => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    if (words) {
      words.hidden = left <= 0;
      words.textContent = (words.dataset["waitWords"] ?? "").replace("{time}", clock(left));
    }
    if (left > 0) setTimeout(tick, 500);
  };
  tick();
}

if ("PublicKeyCredential" in window)
  for (const part of document.querySelectorAll<HTMLElement>("[data-passkey-make], [data-passkey-use]")) passkeys(part);
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-wait-seconds]")) countDown(button);
