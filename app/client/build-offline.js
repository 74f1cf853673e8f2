/**
 * Makes the pages that are one file each, and work from a disk without a network, in the folder that
 * is named, built/ where none is. Each allows itself its own script and style by their digests, and
 * nothing else.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const PAGES = ["ceremony", "verifier"];
const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? join(here, "built");

/**
 * What one entry point comes to, as it stands between its tags.
 * @param {string} entry
 */
async function bundled(entry) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome120", "firefox121", "safari17.4"],
    legalComments: "eof",
    charset: "utf8",
    write: false,
  });
  return outputFiles[0].text;
}

/** @param {string} text */
function digest(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

await mkdir(folder, { recursive: true });
for (const name of PAGES) {
  const script = await bundled(`${name}/main.js`);
  const style = await bundled(`${name}/${name}.css`);
  const policy =
    `default-src 'none'; script-src ${digest(script)}; style-src ${digest(style)}; ` +
    "worker-src blob:; connect-src 'none'; form-action 'none'; base-uri 'none'; " +
    "require-trusted-types-for 'script'; trusted-types threads";
  const parts = { policy, style, script };
  const html = await readFile(join(here, name, `${name}.html`), "utf8");
  const whole = html.replace(
    /\{(policy|style|script)\}/g,
    (_, part) => parts[/** @type {keyof typeof parts} */ (part)],
  );
  await writeFile(join(folder, `${name}.html`), whole);
}
