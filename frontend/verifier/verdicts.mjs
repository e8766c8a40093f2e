// Says of each ZIP in a folder what the verifier in the browser says: node verdicts.mjs FOLDER
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { verify } from "./proof.ts";
import { unzipped } from "./zip.ts";

const folder = process.argv[2] ?? ".";
const told = {};
for (const name of readdirSync(folder).sort()) {
  const data = readFileSync(join(folder, name));
  const buffer = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  try {
    const right = await verify(await unzipped(buffer));
    told[name] = `RIGHT: ${right.files} files in the draw, ${right.selected} of them selected. Seed ${right.seed}`;
  } catch (error) {
    told[name] = `NOT RIGHT: ${error.message}`;
  }
}
process.stdout.write(JSON.stringify(told));
