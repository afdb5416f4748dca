/** What `npm pack` and `npm run release` produce in a clean clone, and what a user gets who installs it in an empty folder. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, describe, it } from "node:test";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";
import { programFor } from "../hosts/programs.js";
import { temporaryFolder } from "./support/files.js";

interface Manifest {
  version: string;
  license: string;
  exports: Record<string, unknown>;
}

interface Component {
  "bom-ref": string;
  name: string;
  version: string;
  hashes: { content: string }[];
  licenses: unknown[];
}

interface Bill {
  bomFormat: string;
  specVersion: string;
  metadata: { component: Component };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

interface Lock {
  packages: Record<string, object>;
}

interface Packed {
  filename: string;
  files: { path: string; mode: number }[];
}

const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as Manifest;
const wasmFiles = Object.keys(manifest.exports).filter((name) => name.endsWith(".wasm"));
const SPAWN_OPTIONS = { encoding: "utf8", maxBuffer: 1 << 26 } as const;

/** Runs a program and returns its standard output. Fails with all of its output. */
function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { ...SPAWN_OPTIONS, cwd });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${String(error ?? "")}${stdout}${stderr}`);
  return stdout;
}

/** Clones the project, including uncommitted changes. Its own set-up installs the dependencies. */
async function cloneProject(): Promise<string> {
  const clone = join(await temporaryFolder(), "clone");
  const paths = run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], PROJECT_ROOT).split("\0");
  for (const path of paths.filter((one) => one !== "" && existsSync(join(PROJECT_ROOT, one)))) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    cpSync(join(PROJECT_ROOT, path), join(clone, path));
  }
  return clone;
}

/** Returns what is compiled from src/ or copied next to its types, except the demo of npm start. */
function compiledFiles(): string[] {
  return filesBelow(join(PROJECT_ROOT, "src"))
    .filter((path) => path.endsWith(".ts") && path !== "demo.ts")
    .flatMap((path) => [".js", ".d.ts"].map((ending) => `build/node/${path.replace(/(\.d)?\.ts$/, ending)}`));
}

/** A program that uses the whole library, and its output. */
const USE = `import { createKeyward, renderMarkdown, type Tagged } from "keyward";
import { coreModule } from "keyward/inline";
import { firehoseHandler } from "keyward/lambda";
const keyward = await createKeyward({ module: coreModule, config: { denied: "annotate" } });
const record: string = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"1"}';
const tagged = keyward.tag(record);
const [event] = keyward.events(new TextEncoder().encode(tagged.records)).events;
if (event === undefined) throw new Error("no event");
console.log(tagged.verdict, event.id, keyward.explain(record).events.length, keyward.holdsEvent(record));
console.log(renderMarkdown(keyward.guide(event, 0)).split("\\n")[0], keyward.checkConfig("{").length);
const stream = keyward.stream({ keep: true });
const writer = stream.writable.getWriter();
void writer.write("{}\\n" + record).then(() => writer.close());
console.log((await new Response(stream.readable).text()) === tagged.records);
const { records } = await firehoseHandler()({ records: [{ recordId: "r", data: btoa("{}") }] });
console.log(records[0]?.result);
console.log(import.meta.resolve("keyward/keyward.wasm").endsWith("/keyward/build/keyward.wasm"));
`;
const USED = "match 1 1 true\n# A KMS key disabled 1\ntrue\nOk\ntrue\n";

describe("the package", () => {
  let clone = "";
  let tarball = "";
  let files: Packed["files"] = [];
  let empty = "";
  const installed = (...path: string[]): string => join(empty, "node_modules", "keyward", ...path);

  before(async () => {
    clone = await cloneProject();
    for (const path of ["build/node", "node_modules"]) assert.ok(!existsSync(join(clone, path)), path);
    const [packed] = JSON.parse(run("npm", ["pack", "--json"], clone)) as Packed[];
    assert.ok(packed !== undefined);
    tarball = join(clone, packed.filename);
    files = packed.files;
    empty = join(await temporaryFolder(), "empty");
    mkdirSync(empty);
    writeFileSync(join(empty, "package.json"), '{"private":true}');
    run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], empty);
  });

  it("is made by npm pack in a clean clone, and holds only the command line, library, modules and licenses", () => {
    const others = [
      ...["LICENSE", "NOTICE", "README.md", "package.json", "keyward.schema.json", "build/SHA256SUMS"],
      ...["rules/LICENSE", "rules/aws-kms-key-loss.json", "build/node/report/page.html"],
      "build/browser/keyward.js",
      ...wasmFiles.map((name) => name.replace("./", "build/")),
    ];
    assert.equal(wasmFiles.length, 10);
    assert.deepEqual(files.map(({ path }) => path).sort(), [...compiledFiles(), ...others].sort());
  });

  it("has no comment that points to a source map: there is none", () => {
    const scripts = filesBelow(installed("build", "node")).filter((path) => path.endsWith(".js"));
    assert.ok(scripts.length > 100);
    for (const path of scripts) {
      assert.doesNotMatch(readFileSync(installed("build", "node", path), "utf8"), /sourceMappingURL/, path);
    }
  });

  it("has the modules of the project's own build, byte for byte", () => {
    const sums = readFileSync(installed("build", "SHA256SUMS"), "utf8");
    assert.equal(sums, readFileSync(join(PROJECT_ROOT, "build", "SHA256SUMS"), "utf8"));
    run("sha256sum", ["--check", "--strict", "SHA256SUMS"], installed("build"));
  });

  it("has the text of each of its licenses", () => {
    assert.equal(manifest.license, "Apache-2.0 AND Elastic-2.0");
    assert.match(readFileSync(installed("LICENSE"), "utf8"), /^\s*Apache License\s+Version 2\.0, January 2004\n/);
    assert.match(readFileSync(installed("rules", "LICENSE"), "utf8"), /^Elastic License 2\.0\n/);
    const notice = readFileSync(installed("NOTICE"), "utf8");
    for (const name of ["rules/LICENSE", "rules/aws-kms-key-loss.json"]) assert.ok(notice.includes(name), name);
  });

  it("works from the tarball with npx, in an empty folder", async () => {
    const folder = await temporaryFolder();
    const args = ["--yes", "--prefer-offline", "--package", tarball, "keyward", "--version"];
    assert.equal(run("npx", args, folder), `${manifest.version}\n`);
  });

  it("has a command line that scans, explains and triages once installed", () => {
    const event = { eventSource: "kms.amazonaws.com", eventName: "DisableKey", eventID: "e-1", awsRegion: "eu-west-1" };
    writeFileSync(join(empty, "log.ndjson"), `${JSON.stringify(event)}\n{"eventName":"Decrypt"}\n`);
    assert.equal(run("npx", ["keyward", "--version"], empty), `${manifest.version}\n`);
    const findings = run("npx", ["keyward", "scan", "--format", "ndjson", "log.ndjson"], empty).trim().split("\n");
    assert.equal(findings.length, 1);
    assert.match(findings[0] ?? "", /"verdict":"match"/);
    assert.match(run("npx", ["keyward", "scan", "--format", "html", "log.ndjson"], empty), /<!doctype html>/i);
    // Both read the rule's own text, which is in a file next to the code.
    assert.match(run("npx", ["keyward", "explain", "log.ndjson:1"], empty), /event\.action/);
    assert.match(run("npx", ["keyward", "triage", "log.ndjson"], empty), /enable-key/);
    assert.ok(run("npx", ["keyward", "tag", "-q", "log.ndjson"], empty).includes('"keyward":{"verdict":"match"'));
  });

  it("is a library with self-contained types", () => {
    writeFileSync(join(empty, "use.mts"), USE);
    const options = ["--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom"];
    run(process.execPath, [join(PROJECT_ROOT, "node_modules/typescript/bin/tsc"), ...options, "use.mts"], empty);
    assert.equal(run(process.execPath, ["use.mjs"], empty), USED);
  });

  for (const name of ["bun", "deno"] as const) {
    it(`is a library for ${name}`, async (t) => {
      const program = await programFor(t, name);
      if (program === undefined) return;
      writeFileSync(join(empty, "use.mjs"), USE.replaceAll(/: string\b|, type \w+/g, ""));
      assert.equal(run(program.command, [...program.options, "use.mjs"], empty), USED);
    });
  }

  it("passes publint", () => {
    const cli = join(PROJECT_ROOT, "node_modules/publint/src/cli.js");
    assert.match(run(process.execPath, [cli, "--strict", tarball], empty), /All good!/);
  });

  it("passes attw: types resolve wherever TypeScript looks for them", () => {
    // It takes a WASM module for code without types.
    const cli = join(PROJECT_ROOT, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const options = ["--profile", "esm-only", "--format", "ascii", "--no-emoji"];
    const said = run(process.execPath, [cli, ...options, "--exclude-entrypoints", ...wasmFiles, "--", tarball], empty);
    assert.match(said, /"keyward"\s+node16 \(from ESM\): OK \(ESM\)\s+bundler: OK/);
  });

  describe("npm run release", () => {
    const dist = (...path: string[]): string => join(clone, "dist", ...path);
    const { version } = manifest;
    const release = (...args: string[]): { status: number | null; stderr: string } =>
      spawnSync("npm", ["run", "--silent", "release", ...args], { ...SPAWN_OPTIONS, cwd: clone });

    before(() => {
      const { status, stderr } = release();
      assert.equal(status, 0, stderr);
    });

    it("makes the package, each module with its version in its name, the SBOM, the notes and the checksums", () => {
      const modules = wasmFiles.map((name) => name.replace("./", "").replace(/\.wasm$/, `-${version}.wasm`));
      const others = [`keyward-${version}.tgz`, `keyward-${version}.cdx.json`, "RELEASE-NOTES.md", "SHA256SUMS"];
      assert.deepEqual(readdirSync(dist()).sort(), [...modules, ...others].sort());
      run("sha256sum", ["--check", "--strict", "SHA256SUMS"], dist());
      assert.equal(readFileSync(dist("SHA256SUMS"), "utf8").trim().split("\n").length, modules.length + 3);
      assert.ok(readFileSync(dist(`keyward-${version}.tgz`)).equals(readFileSync(tarball)), "the package of npm pack");
      for (const name of modules) {
        const built = join(PROJECT_ROOT, "build", name.replace(`-${version}`, ""));
        assert.ok(readFileSync(dist(name)).equals(readFileSync(built)), name);
      }
    });

    it("makes the same bytes again", () => {
      const sums = readFileSync(dist("SHA256SUMS"), "utf8");
      assert.equal(release().status, 0);
      assert.equal(readFileSync(dist("SHA256SUMS"), "utf8"), sums);
    });

    it("lists in the SBOM what is installed or bundled, each with a checksum and a license", () => {
      const bill = JSON.parse(readFileSync(dist(`keyward-${version}.cdx.json`), "utf8")) as Bill;
      assert.deepEqual([bill.bomFormat, bill.specVersion], ["CycloneDX", "1.5"]);
      const { name, version: billed, licenses } = bill.metadata.component;
      assert.deepEqual([name, billed, licenses], ["keyward", version, [{ expression: manifest.license }]]);
      const lock = JSON.parse(readFileSync(join(empty, "node_modules", ".package-lock.json"), "utf8")) as Lock;
      const wanted = Object.entries(lock.packages).filter(([path]) => path !== "node_modules/keyward");
      const names = wanted.map(([path]) => path.replace("node_modules/", ""));
      assert.ok(names.length >= 9, names.join(" "));
      const bundled = ["assemblyscript", "base64-js", "buffer", "ieee754"];
      assert.deepEqual(bill.components.map((component) => component.name).sort(), [...names, ...bundled].sort());
      for (const component of bill.components) {
        assert.match(component.hashes[0]?.content ?? "", /^[0-9a-f]{128}$/, component.name);
        assert.ok(component.licenses.length > 0, component.name);
        assert.doesNotMatch(JSON.stringify(component), /development/, component.name);
      }
      const refs = new Set([...bill.components, bill.metadata.component].map((component) => component["bom-ref"]));
      for (const { ref, dependsOn } of bill.dependencies)
        for (const one of [ref, ...dependsOn]) assert.ok(refs.has(one), one);
      assert.equal(bill.dependencies.length, refs.size);
    });

    it("extracts the notes from the changelog, with links to that version's documents", () => {
      const notes = readFileSync(dist("RELEASE-NOTES.md"), "utf8");
      const changelog = readFileSync(join(clone, "CHANGELOG.md"), "utf8");
      const first = /^## .*\n+(.*)\n/m.exec(changelog)?.[1] ?? "";
      assert.ok(first !== "" && notes.startsWith(first), notes.slice(0, 200));
      assert.doesNotMatch(notes, /^## |^\[.*\]: /m);
      const targets = [...notes.matchAll(/\]\(([^)]*)\)/g)].map(([, target = ""]) => target);
      assert.ok(targets.length > 10);
      for (const target of targets) {
        const [, path = "none"] =
          new RegExp(`^https://github\\.com/keyward/keyward/blob/v${version.replaceAll(".", "\\.")}/([^#]+)`).exec(
            target,
          ) ?? [];
        assert.ok(existsSync(join(clone, path)), target);
      }
    });

    it("rejects a tag that does not fit, and writes nothing", () => {
      run("git", ["init", "--quiet"], clone);
      rmSync(dist(), { recursive: true });
      const { status, stderr } = release("--", "--tag", "v99.0.0");
      assert.equal(status, 1);
      assert.ok(stderr.includes(`keyward: no release of v99.0.0: package.json has version ${version}\n`), stderr);
      assert.ok(stderr.includes("keyward: no release of v99.0.0: there are changes that are not committed\n"), stderr);
      assert.ok(!existsSync(dist()));
      const text = readFileSync(join(clone, "CHANGELOG.md"), "utf8");
      const heading = new RegExp(`^## \\[${version.replaceAll(".", "\\.")}\\].*$`, "m");
      const undated = "CHANGELOG.md has no date";
      writeFileSync(join(clone, "CHANGELOG.md"), text.replace(heading, `## [${version}] - unreleased`));
      assert.ok(release("--", "--tag", `v${version}`).stderr.includes(undated));
      writeFileSync(join(clone, "CHANGELOG.md"), text.replace(heading, `## [${version}] - 2026-03-04`));
      assert.ok(!release("--", "--tag", `v${version}`).stderr.includes(undated));
    });
  });
});
