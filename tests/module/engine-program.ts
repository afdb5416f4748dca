/** keyward.wasm as a native program, made by Debian's `wasm2c` (package wabt) and gcc, with the host in engine-host.c. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { MODULE_PATH, PROJECT_ROOT } from "../oracle/project.js";
import { isThorough } from "../settings.js";

const HOST = join(PROJECT_ROOT, "tests", "module", "engine-host.c");
/** Where Debian has the headers of wasm2c's runtime. */
const RUNTIME_HEADERS = "/usr/share/wabt/wasm2c";

/** More than all answers together: they are less than two memories of 256 MiB. */
const MAX_OUTPUT = 512 * 1024 * 1024;

export type RequestKind = "t" | "k" | "c" | "m";

/** A request to engine-host.c, and its answer. */
export interface Request {
  kind: RequestKind;
  bytes: Uint8Array;
}
export interface Answer {
  addresses: readonly number[];
  bytes: Buffer;
}

export class EngineProgram {
  private constructor(
    private readonly folder: string,
    private readonly path: string,
  ) {}

  /**
   * Compiles the built module. If a tool is missing, the test is skipped with the reason and the result is undefined; with
   * `CI=true` that is a failure. Throws the tool's message if it fails. The caller disposes of it.
   */
  static compile(t: TestContext): EngineProgram | undefined {
    const missing = ["wasm2c", "gcc"].filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
    if (missing.length > 0) {
      const reason = `no ${missing.join(" and no ")} on the path (Debian: apt install wabt gcc): no second engine was tried`;
      if (process.env.CI === "true") throw new Error(`${reason}, and CI=true demands it`);
      t.skip(reason);
      return undefined;
    }
    const folder = mkdtempSync(join(tmpdir(), "keyward-engine-"));
    const program = new EngineProgram(folder, join(folder, "keyward"));
    try {
      program.#make();
    } catch (error) {
      program.dispose();
      throw error;
    }
    return program;
  }

  #make(): void {
    const source = join(this.folder, "keyward.c");
    run("wasm2c", [MODULE_PATH, "-o", source]);
    writeFileSync(join(this.folder, "names.h"), namesOf(readFileSync(join(this.folder, "keyward.h"), "utf8")));
    const headers = ["-I", this.folder, "-I", RUNTIME_HEADERS];
    run("gcc", [isThorough ? "-O1" : "-O0", "-o", this.path, ...headers, HOST, source, "-lwasm-rt-impl", "-lm"]);
  }

  /** Runs requests through a new instance of the module; `config`: a configuration for it to read. */
  answer(requests: readonly Request[], config?: string | Uint8Array): { answers: Answer[]; stderr: string } {
    const path = join(this.folder, "keyward.json");
    if (config !== undefined) writeFileSync(path, config);
    const input = Buffer.concat(
      requests.flatMap(({ kind, bytes }) => {
        const head = Buffer.alloc(5, kind);
        head.writeUInt32LE(bytes.length, 1);
        return [head, bytes];
      }),
    );
    const files = config === undefined ? [] : [path];
    const { status, signal, stdout, stderr } = spawnSync(this.path, files, { input, maxBuffer: MAX_OUTPUT });
    if (status !== 0) throw new Error(`the native program ended with ${status ?? signal ?? ""}: ${stderr.toString()}`);
    return { answers: parseAnswers(stdout), stderr: stderr.toString() };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function run(tool: string, options: readonly string[]): void {
  const { status, stderr } = spawnSync(tool, options, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${tool} ${options.join(" ")} failed:\n${stderr}`);
}

function parseAnswers(output: Buffer): Answer[] {
  const answers: Answer[] = [];
  for (let at = 0; at < output.length;) {
    const [first, second, third, length] = [0, 4, 8, 12].map((offset) => output.readUInt32LE(at + offset));
    const end = at + 16 + (length as number);
    answers.push({ addresses: [first, second, third] as number[], bytes: output.subarray(at + 16, end) });
    at = end;
  }
  return answers;
}

/** Returns the C names in a wasm2c header, by the comment before each. */
function namesOf(header: string): string {
  const macros = [
    ...[...header.matchAll(/\/\* export: '(\w+)' \*\/\n[^(]*?(\w+)\(/g)].map(([, name, c]) => ["EXPORT_", name, c]),
    ...[...header.matchAll(/\/\* import: '\w+' '(\w+)' \*\/\n[^(]*?(\w+)\(/g)].map(([, name, c]) => [
      "IMPORT_",
      name,
      c,
    ]),
    ["WASI", "", `struct ${find(header, /\/\* import: [^(]*\(struct (\w+)\s?\*/)}`],
    ["INSTANCE", "", find(header, /typedef struct (\w+) \{/)],
    ["INSTANTIATE", "", find(header, /void (\w+_instantiate)\(/)],
  ];
  // Older versions need this call, newer ones do not have it.
  const init = /void (\w+_init_module)\(void\)/.exec(header)?.[1];
  if (init !== undefined) macros.push(["INIT_MODULE", "", init]);
  return macros.map(([kind, name, c]) => `#define ${kind ?? ""}${name ?? ""} ${c ?? ""}\n`).join("");
}

function find(header: string, pattern: RegExp): string {
  const found = pattern.exec(header)?.[1];
  if (found === undefined) throw new Error(`wasm2c's header has nothing like ${pattern.source}`);
  return found;
}
