/*
 * Builds frontend/dist, the folder that Django serves as static files.
 *
 *   frontend/css/main.css        → css/main.css            (its @imports bundled)
 *   frontend/css/pages/*.css     → css/pages/*.css         one per page family
 *   frontend/pages/*.ts          → js/*.js                 one per page or component
 *   frontend/<app>/main.ts       → <app>/main.js           a program of its own: reader, pilgrim, clinic
 *   frontend/<app>/worker.ts     → <app>/worker.js         its service worker
 *   frontend/<app>/*.css         → <app>/*.css
 *   frontend/static/**           → copied as it stands     icons, pictures, manifests
 *   fonts, htmx, the symbol reader's wasm                  copied from node_modules
 */
import { build } from "esbuild";
import { cp, glob, mkdir, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "..", "node_modules");
const dist = process.env.RIFADA_DIST ?? join(here, "dist");

const COPIES = [
  ["htmx.org/dist/htmx.min.js", "vendor/htmx.min.js"],
  ["zxing-wasm/dist/reader/zxing_reader.wasm", "reader/zxing_reader.wasm"],
];
const FONT_WEIGHTS = [400, 500, 600, 700];
const FONT_SCRIPTS = ["arabic", "latin", "latin-ext"];

async function list(pattern) {
  const found = [];
  for await (const path of glob(pattern, { cwd: here })) found.push(path);
  return found.filter((path) => !path.startsWith("dist") && !path.endsWith(".d.ts")).sort();
}

async function entries() {
  const points = {};
  for (const path of await list("pages/*.ts")) points[`js/${basename(path, ".ts")}`] = join(here, path);
  for (const path of await list("*/{main,worker}.ts")) points[path.slice(0, -3)] = join(here, path);
  for (const path of await list("{css/main,css/pages/*,!(css|static|dist)/*}.css"))
    points[path.slice(0, -4)] = join(here, path);
  return points;
}

async function copyVendored() {
  for (const [from, to] of COPIES) {
    await mkdir(dirname(join(dist, to)), { recursive: true });
    await cp(join(modules, from), join(dist, to));
  }
  const fonts = join(modules, "@fontsource", "ibm-plex-sans-arabic", "files");
  for (const script of FONT_SCRIPTS)
    for (const weight of FONT_WEIGHTS) {
      const name = `ibm-plex-sans-arabic-${script}-${weight}-normal.woff2`;
      if (existsSync(join(fonts, name))) await cp(join(fonts, name), join(dist, "fonts", name));
    }
  if (existsSync(join(here, "static"))) await cp(join(here, "static"), dist, { recursive: true });
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const points = await entries();
await build({
  entryPoints: points,
  outdir: dist,
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome110", "firefox115", "safari16.4"],
  minify: true,
  charset: "utf8",
  external: ["*.woff2", "*.svg", "*.png"],
  logLevel: "warning",
});
await copyVendored();
console.log(`Built ${Object.keys(points).length} pages and sheets into ${relative(process.cwd(), dist) || dist}`);
