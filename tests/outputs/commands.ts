/** Runs every command over the files of the work folder. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOST_NAMES } from "#keyward/hosts/module-kinds.js";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";
import { CONFIGS } from "./configs.js";
import { mask } from "./masks.js";

export interface Command {
  /** Its name in the recording. */
  name: string;
  args: string[];
  /** The file for its standard input. */
  input?: string;
}

export interface CommandOutcome {
  /** -1 if a signal ended it. */
  code: number;
  stdout: string;
  stderr: string;
}

const FORMATS = ["table", "json", "ndjson", "csv", "html"];
const NOW = ["--now", "2026-12-07T00:00:00Z"];
/** A command that takes longer hangs. */
const PATIENCE_MS = 120_000;
const MAX_OUTPUT = 1024 * 1024 * 1024;

/** Returns the commands, in execution order: some read what others wrote. `work`: the folder of the files. */
export function commandsOver(work: string): Command[] {
  const below = (folder: string): string[] =>
    existsSync(join(work, folder)) ? filesBelow(join(work, folder)).map((path) => `${folder}/${path}`) : [];
  const logs = (folder: string): string[] => below(folder).filter((path) => /\.(json|ndjson)$/.test(path));
  const configs = Object.keys(CONFIGS).map((name) => `configs/${name}.json`);
  const cases = logs("data/cases");
  const folders = ["fixtures", "examples", "data/cloudtrail", "data/shapes", "data/cases"].filter(
    (folder) => below(folder).length > 0,
  );
  const streams = ["fixtures/explain/events.ndjson", "fixtures/triage/events.ndjson", ...logs("data/cloudtrail")];
  const generated = ["generated/pooled.ndjson", "generated/mixed.ndjson"];
  return [
    ...helps(),
    ...mistakes(),
    ...[["tag"], ["tag", "--keep"]].flatMap((tag) => [
      ...folders.map((folder) => command([...tag, ...logs(folder)], `${tag.join(" ")} of all of ${folder}`)),
      ...[...cases, ...below("compressed"), ...generated].map((path) => command([...tag, path])),
      ...configs.map((config) => command([...tag, "-c", config, "fixtures/triage/events.ndjson", ...generated])),
      command([...tag, "--again", "fixtures/explain/annotated.ndjson"]),
      command([...tag, "--again", "-c", "configs/everything.json", ...generated]),
      command([...tag, "--quiet", "-", "fixtures/explain/events.ndjson"], undefined, "generated/pooled.ndjson"),
      command([...tag, "-o", "out/tagged.ndjson", "generated/pooled.ndjson"]),
    ]),
    command(["tag", "--again", "-c", "configs/memory.json", "out/tagged.ndjson"]),
    // With one thread or two, the report is the same; JSON is the most complete format.
    ...FORMATS.flatMap((format) =>
      [...folders, "bucket", "compressed", ...generated].map((path) =>
        command(["scan", "-f", format, "--jobs", "1", path]),
      ),
    ),
    ...[...folders, "bucket", ...generated].map((path) => command(["scan", "-f", "json", "--jobs", "2", path])),
    ...configs.flatMap((config) =>
      [...folders.slice(0, 1), "bucket", ...generated].map((path) =>
        command(["scan", "-f", "json", "--jobs", "2", "-c", config, path]),
      ),
    ),
    ...FORMATS.map((format) =>
      command(["scan", "-f", format, "--jobs", "1", "-c", "configs/everything.json", "bucket", "generated"]),
    ),
    ...FORMATS.map((format) => command(["scan", "-f", format, "-c", "fixtures/triage/keyward.json", ...folders])),
    ...cases.map((path) => command(["scan", "-f", "json", path])),
    command(["scan", "--since", "2026-03-05", "--until", "2026-03-06T00:00+01:00", "bucket"]),
    command(["scan", "--account", "111122223333,123456789012", "--region", "eu-west-1", "bucket", "generated"]),
    command(["scan", "--fail-on-match", "--quiet", "bucket"]),
    command(["scan", "out/tagged.ndjson"]),
    command(["scan", "-f", "csv", "-"], undefined, "generated/pooled.ndjson"),
    ...[[], ["--json"]].flatMap((json) => [
      ...[...streams, ...generated, "generated/fixtures.json", "generated/fixtures.ndjson"].map((path) =>
        command(["explain", ...json, path]),
      ),
      ...cases.map((path) => command(["explain", "--all", ...json, path])),
      ...logs("fixtures/explain")
        .filter((path) => !path.includes("/golden/"))
        .map((path) => command(["explain", "--all", ...json, path])),
      ...configs.map((config) => command(["explain", ...json, "-c", config, "fixtures/explain/events.ndjson"])),
      command(["explain", ...json, "-c", "configs/exceptions.json", "generated/pooled.ndjson"]),
      ...[1, 7, 1999].map((line) => command(["explain", ...json, `generated/pooled.ndjson:${line}`])),
      command(["explain", ...json, "--all", "generated/fixtures.ndjson"]),
      command(["explain", ...json, "-"], undefined, "fixtures/explain/events.ndjson"),
    ]),
    ...["text", "md"].flatMap((format) => [
      ...[...streams, "generated/pooled.ndjson", "generated/fixtures.ndjson"].map((path) =>
        command(["triage", "--format", format, ...NOW, path]),
      ),
      ...configs.map((config) =>
        command(["triage", "--format", format, ...NOW, "-c", config, "fixtures/triage/events.ndjson"]),
      ),
      command(["triage", "--format", format, ...NOW, "fixtures/triage/events.ndjson:3"]),
    ]),
    ...cases.map((path) => command(["triage", ...NOW, path])),
    command(["triage", ...NOW, "-c", "configs/everything.json", "generated/mixed.ndjson"]),
    command(["check", ...configs, ...below("broken"), ...below("fixtures").filter((path) => path.endsWith(".json"))]),
    ...HOST_NAMES.map((host) => command(["check", "--host", host, ...configs])),
    ...HOST_NAMES.flatMap((host) => [
      command(["build", "--host", host, "-c", "configs/exceptions.json", "-o", `out/${host}.wasm`]),
      command(["inspect", `out/${host}.wasm`]),
    ]),
    command(["build", "-c", "configs/everything.json", "-o", "out/everything.wasm"]),
    command(["tag", "-m", "out/everything.wasm", "generated/pooled.ndjson"]),
    command(["build", "-c", "broken/00.json", "-o", "out/broken.wasm"]),
    command(["build", "--host", "redpanda", "-c", "configs/memory.json", "-o", "out/memory.wasm"]),
    command(["inspect", "configs/memory.json"]),
  ];
}

function command(args: string[], name = args.join(" "), input?: string): Command {
  return {
    name: `keyward ${name}${input === undefined ? "" : ` < ${input}`}`,
    args,
    ...(input !== undefined && { input }),
  };
}

function helps(): Command[] {
  const commands = ["tag", "scan", "check", "build", "inspect", "explain", "triage"];
  return [["--help"], ["--version"], ...commands.map((name) => [name, "--help"])].map((args) => command(args));
}

function mistakes(): Command[] {
  return [
    [],
    ["nothing"],
    ["tag", "no-such-file.ndjson"],
    ["tag", "--no-such-option"],
    ["tag", "-c", "broken/03.json", "generated/pooled.ndjson"],
    ["scan"],
    ["scan", "no-such-folder"],
    ["scan", "-f", "xml", "bucket"],
    ["scan", "--jobs", "0", "bucket"],
    ["scan", "--since", "yesterday", "bucket"],
    ["scan", "-c", "broken/05.json", "bucket"],
    ["scan", "configs"],
    ["explain", "fixtures/explain/events.ndjson:9999"],
    ["explain", "-c", "broken/07.json", "fixtures/explain/events.ndjson"],
    ["triage", "fixtures/triage/events.ndjson:9999"],
    ["triage", "--now", "never", "fixtures/triage/events.ndjson"],
    ["triage", "-f", "html", "fixtures/triage/events.ndjson"],
    ["check", "no-such-file.json"],
    ["check", "--host", "nobody", "configs/memory.json"],
    ["inspect", "no-such-file.wasm"],
  ].map((args) => command(args));
}

/** A copy of the work folder, in which commands run and write, and of the build, whose command line runs. */
export class Workplace {
  readonly #folder = mkdtempSync(join(tmpdir(), "keyward-outputs-"));
  readonly #work = join(this.#folder, "work");
  readonly #cli = join(this.#folder, "build", "node", "cli.js");

  /** Throws if the build's command line does not run at all. */
  constructor(build: string, work: string) {
    cpSync(work, this.#work, { recursive: true });
    mkdirSync(join(this.#work, "out"));
    // A build, even a copied one, looks for its version and dependencies next to itself.
    for (const name of readdirSync(build).filter((one) => one === "node" || one.endsWith(".wasm"))) {
      cpSync(join(build, name), join(this.#folder, "build", name), { recursive: true });
    }
    cpSync(join(PROJECT_ROOT, "package.json"), join(this.#folder, "package.json"));
    cpSync(join(PROJECT_ROOT, "rules"), join(this.#folder, "rules"), { recursive: true });
    symlinkSync(join(PROJECT_ROOT, "node_modules"), join(this.#folder, "node_modules"));
    const { code, stderr } = this.run({ name: "", args: ["--version"] });
    if (code !== 0) throw new Error(`${build}: its command line does not run: ${stderr}`);
  }

  run({ args, input }: Command): CommandOutcome {
    const child = spawnSync(process.execPath, [this.#cli, ...args], {
      cwd: this.#work,
      // The environment must not affect colors, widths or texts.
      env: { PATH: process.env.PATH, TZ: "UTC", LANG: "C.UTF-8", COLUMNS: "100" },
      input: input === undefined ? "" : readFileSync(join(this.#work, input)),
      maxBuffer: MAX_OUTPUT,
      timeout: PATIENCE_MS,
    });
    // A command may end before it has read its input.
    if (child.error !== undefined && (child.error as NodeJS.ErrnoException).code !== "EPIPE") throw child.error;
    const [stdout, stderr] = [child.stdout, child.stderr].map((bytes) => this.#masked(bytes));
    return { code: child.status ?? -1, stdout: stdout ?? "", stderr: stderr ?? "" };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #masked(bytes: Buffer): string {
    return mask(bytes.toString("latin1").replaceAll(this.#folder, "<FOLDER>"));
  }
}
