/**
 * Bundles the ballot page into the folder that is named, built/ where none is: vote.html names its
 * script and its stylesheet by their digests, so the digest of vote.html pins all three. Beside them
 * what officers sign with, on pages of the committee.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? join(here, "built");

/** @param {Uint8Array} raw */
function integrityOf(raw) {
  return `sha384-${createHash("sha384").update(raw).digest("base64")}`;
}

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: {
    vote: "page/main.js",
    "vote-style": "page/vote.css",
    officer: "officer/main.js",
    "officer-style": "officer/officer.css",
  },
  outdir: folder,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome100", "firefox100", "safari15.4"],
  legalComments: "eof",
  charset: "utf8",
  write: false,
});
let html = await readFile(join(here, "page", "vote.html"), "utf8");
await mkdir(folder, { recursive: true });
for (const { path, contents } of outputFiles) {
  const name = basename(path).replace("-style", "");
  html = html.replace(`{${name}}`, integrityOf(contents));
  await writeFile(join(folder, name), contents);
}
await writeFile(join(folder, "vote.html"), html);
