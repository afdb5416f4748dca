/**
 * Bundles the page of `keyward scan` and `keyward status` with `--format html` into build/node/report/page.html, or the named
 * file: one file with everything but the report. The same sources give the same bytes.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { rollup } from "rollup";
import { minify } from "terser";
import { root } from "./project.mjs";

const ENTRY = "build/page/page/main.js";
const OUTPUT = resolve(root, process.argv[2] ?? "build/node/report/page.html");
/** Below this size, the page opens at once even from a slow disk; look into a bundle that exceeds it. */
const MAX_BYTES = 150 * 1000;

const script = scriptElement(await bundle());
const style = `<style>${shortened(read("page/page.css"))}</style>`;
const page = read("page/page.html")
  .replace("<!--policy-->", () => policyElement(script, style))
  .replace("<!--style-->", () => style)
  .replace("<!--script-->", () => script);
if (page.split("<!--report-->").length !== 2) throw new Error("page/page.html needs one place for the report");
if (page.length > MAX_BYTES) throw new Error(`${OUTPUT} has ${page.length} bytes, more than ${MAX_BYTES}`);
mkdirSync(dirname(OUTPUT), { recursive: true });
writeFileSync(OUTPUT, page);

/** Returns the page's script. Any warning of the bundler fails the build: a Node module that came in, a missing export. */
async function bundle() {
  const bundler = await rollup({
    input: join(root, ENTRY),
    onLog(level, log) {
      if (level !== "debug" && level !== "info") throw new Error(`rollup: ${log.message}`);
    },
  });
  const { output } = await bundler.generate({ format: "iife" });
  await bundler.close();
  if (output.length !== 1) throw new Error(`the bundle has ${output.length} files instead of one`);
  const { code } = await minify(output[0].code, { format: { comments: false } });
  return code;
}

function scriptElement(code) {
  // Text that would end the element or change how its end is found, and characters that browsers replace, so that the checksum
  // would be wrong.
  if (/<\/script|<!--|[\0\r\ufeff]/i.test(code)) throw new Error("the bundle cannot be put into a script element");
  return `<script>${code}</script>`;
}

/** Returns a policy that loads nothing and runs only these two elements, by checksum. Images are inline. */
function policyElement(...elements) {
  const [scripts, styles] = elements.map((element) => {
    const content = element.slice(element.indexOf(">") + 1, element.lastIndexOf("</"));
    return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
  });
  const policy = [
    "default-src 'none'",
    `script-src ${scripts}`,
    `style-src ${styles}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
}

/** Returns CSS without comments and indentation. */
function shortened(css) {
  return css.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/\s*\n\s*/g, "\n");
}

function read(path) {
  return readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
}
