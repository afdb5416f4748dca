/** The modules' dependencies are pinned and run nothing. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PROJECT_ROOT } from "../oracle/project.js";

interface Manifest {
  name?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  overrides?: Record<string, string>;
  scripts?: Record<string, string>;
}

interface LockedPackage {
  version?: string;
  /** Where it was fetched from; absent for packages from the registry. */
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  link?: boolean;
}

/** npm runs these when a package is installed, and `prepare` too for the project itself. */
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall"];
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

const manifest = read("package.json") as Manifest;
const lock = read("package-lock.json") as {
  lockfileVersion: number;
  packages: Record<string, LockedPackage & Manifest>;
};
const manifestDependencies = { dependencies: manifest.dependencies, devDependencies: manifest.devDependencies };
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

function read(path: string): unknown {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, path), "utf8"));
}

test("every dependency is pinned to one exact version", () => {
  const asked = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides };
  assert.ok(Object.keys(asked).length > 10);
  for (const [name, version] of Object.entries(asked)) {
    // An override may name a dependency of the project, which has its own version.
    assert.ok(EXACT.test(version) || version === `$${name}`, `${name}: ${version}`);
  }
});

test("the lockfile matches the manifest, and pins every package by its contents, from npm's registry", (t) => {
  assert.ok(lock.lockfileVersion >= 2);
  const { dependencies, devDependencies } = lock.packages[""] ?? {};
  assert.deepEqual({ dependencies, devDependencies }, manifestDependencies);
  for (const [path, { version, resolved, integrity, link }] of packages) {
    assert.match(version ?? "", EXACT, path);
    assert.match(integrity ?? "", /^sha512-[\w+/]{86}==$/, path);
    assert.ok(
      link !== true && (resolved ?? "https://registry.npmjs.org/").startsWith("https://registry.npmjs.org/"),
      path,
    );
  }
  t.diagnostic(`${packages.length} packages, each with a sha512`);
});

test("no dependency runs anything at its installation", (t) => {
  let looked = 0;
  for (const [path, { hasInstallScript }] of packages) {
    assert.notEqual(hasInstallScript, true, path);
    // Packages for other platforms are not installed.
    if (!existsSync(join(PROJECT_ROOT, path))) continue;
    looked++;
    const { scripts = {} } = read(`${path}/package.json`) as Manifest;
    assert.deepEqual(
      INSTALL_SCRIPTS.filter((name) => scripts[name] !== undefined),
      [],
      path,
    );
    // With this file and no script of its own, npm would compile it.
    assert.ok(!existsSync(join(PROJECT_ROOT, path, "binding.gyp")), path);
  }
  assert.ok(looked > 100, `${looked} packages are installed`);
  t.diagnostic(`${looked} installed packages looked at`);
});

test("the set-up would let no dependency run anything", () => {
  const script = readFileSync(join(PROJECT_ROOT, "scripts", "setup.mjs"), "utf8");
  assert.match(script, /"ci", "--ignore-scripts"/);
});

test("installing the project itself runs nothing either", () => {
  assert.deepEqual(
    [...INSTALL_SCRIPTS, "prepare"].filter((name) => manifest.scripts?.[name] !== undefined),
    [],
  );
});

const MODULES = [
  ...["keyward.wasm", "keyward.core.wasm", "keyward.connect.wasm", "keyward.bento.wasm", "keyward.redpanda.wasm"],
  ...[
    "keyward.wasi.wasm",
    "keyward.wasi-plain.wasm",
    "keyward.alert.wasm",
    "keyward.kafka-connect.wasm",
    "keyward.clickhouse.wasm",
  ],
];

test("build/SHA256SUMS is correct, and lists every module", () => {
  const lines = readFileSync(join(PROJECT_ROOT, "build", "SHA256SUMS"), "utf8")
    .trim()
    .split("\n");
  const expected = MODULES.map((name) => `${sha256(join(PROJECT_ROOT, "build", name))}  ${name}`);
  assert.deepEqual(lines.sort(), expected.sort());
});

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
