/** Reads the ZIP of a proof with what every browser has; no library. */
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const MOST_BYTES = 1 << 30;

export class NotAZip extends Error {}

interface Member {
  name: string;
  method: number;
  packed: number;
  size: number;
  offset: number;
}

function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_LENGTH - LONGEST_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= first; at--) if (view.getUint32(at, true) === END) return at;
  throw new NotAZip("no end of a ZIP");
}

function members(view: DataView): Member[] {
  const end = endOf(view);
  const found: Member[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== CENTRAL) throw new NotAZip("no member where one should be");
    const length = view.getUint16(at + 28, true);
    found.push({
      name: new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, length)),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return found;
}

async function inflated(packed: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const whole = new Uint8Array(size);
  const reader = stream.getReader();
  let filled = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    // A member that says it is smaller than it is would otherwise fill the memory.
    if (filled + part.value.length > size) throw new NotAZip("a member is larger than it says");
    whole.set(part.value, filled);
    filled += part.value.length;
  }
  if (filled !== size) throw new NotAZip("a member is smaller than it says");
  return whole;
}

/** Answer the files of a ZIP by name. Throws NotAZip. */
export async function unzipped(data: ArrayBuffer): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  try {
    const view = new DataView(data);
    const found = members(view);
    if (found.reduce((sum, member) => sum + member.size, 0) > MOST_BYTES) throw new NotAZip("too large");
    for (const one of found) {
      const start = one.offset + 30 + view.getUint16(one.offset + 26, true) + view.getUint16(one.offset + 28, true);
      const packed = new Uint8Array(data, start, one.packed);
      files.set(one.name, one.method === 0 ? packed : await inflated(packed, one.size));
    }
  } catch (error) {
    if (error instanceof NotAZip) throw error;
    throw new NotAZip(String(error));
  }
  return files;
}
