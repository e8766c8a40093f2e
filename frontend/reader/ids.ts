/** UUIDv7 (RFC 9562, section 5.7): made here, so that a scan has its id before any network. */
let last = 0;
let turn = 0;

export function uuid7(nowMs: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  turn = nowMs > last ? 0 : turn + 1;
  last = Math.max(last, nowMs);
  let time = last + Math.floor(turn / 4096);
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = time % 256;
    time = Math.floor(time / 256);
  }
  const order = turn % 4096;
  bytes[6] = 0x70 | (order >> 8);
  bytes[7] = order & 0xff;
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
