/**
 * Writes dist/, the content of a release: the package, each module with the version in its name, the SBOM, the notes from
 * CHANGELOG.md, and SHA256SUMS of all of them. The same commit and Node give the same bytes. With `--tag v1.2.3`, it refuses
 * whatever does not fit the tag: another version, an undated changelog, uncommitted changes.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { releaseNotes } from "./release/notes.mjs";
import { softwareBill } from "./release/software-bill.mjs";
import { root } from "./project.mjs";

const DIST = join(root, "dist");

const { tag } = parseArgs({ options: { tag: { type: "string" } } }).values;
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const notes = releaseNotes(readFileSync(join(root, "CHANGELOG.md"), "utf8"), manifest);
if (tag !== undefined) checkTag();

await build();
rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);
run("npm", ["pack", "--silent", "--pack-destination", DIST]);
for (const module of Object.keys(manifest.exports).filter((name) => name.endsWith(".wasm"))) {
  copyFileSync(join(root, "build", module), join(DIST, withVersion(basename(module))));
}
const bill = softwareBill(JSON.parse(run("npm", ["sbom", "--sbom-format", "cyclonedx"])), manifest);
write(`keyward-${manifest.version}.cdx.json`, `${JSON.stringify(bill, null, 2)}\n`);
write("RELEASE-NOTES.md", notes.text);
const sums = readdirSync(DIST)
  .sort()
  .map((name) => `${sha256(join(DIST, name))}  ${name}\n`);
write("SHA256SUMS", sums.join(""));
process.stdout.write(sums.join(""));

/** Ends the process with a line for each reason why this is not a release of the tag. */
function checkTag() {
  const reasons = [];
  if (tag !== `v${manifest.version}`) reasons.push(`package.json has version ${manifest.version}`);
  if (!notes.isDated) reasons.push(`CHANGELOG.md has no date for ${manifest.version}`);
  if (run("git", ["status", "--porcelain"]) !== "") reasons.push("there are changes that are not committed");
  for (const reason of reasons) console.error(`keyward: no release of ${tag}: ${reason}`);
  if (reasons.length > 0) process.exit(1);
}

/** `keyward.bento.wasm` → `keyward.bento-1.2.3.wasm`. */
function withVersion(name) {
  return name.replace(/\.wasm$/, `-${manifest.version}.wasm`);
}

/** Runs a tool from the root and returns its standard output. Ends the process if it fails, after its output. */
function run(command, args) {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "inherit"],
    // On Windows npm is a .cmd file, which only a shell can start.
    shell: process.platform === "win32",
  });
  if (status === 0) return stdout;
  console.error(`keyward: ${command} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}`);
  process.exit(1);
}

function write(name, text) {
  writeFileSync(join(DIST, name), text);
}

function sha256(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
