/** Compiles the specs of a folder with a mutant and runs them like as-pect, but all in one module and in this process. */
import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { EmptyReporter, TestContext, type TestNode } from "@as-pect/core";
import { instantiateSync } from "@assemblyscript/loader";
import { PROJECT_ROOT } from "../oracle/project.js";
import { compile, type Replacement } from "./compiler.js";
import { refuel, withFuel } from "./fuel.js";

/** Limit for loop rounds per test: for specs of the source itself, and for its neighbors'. */
export const MAX_ROUNDS = { own: 2_000_000_000, others: 30_000_000 } as const;
const PAGES = 10;

interface AsPectConfig {
  instantiate: (
    memory: WebAssembly.Memory,
    createImports: (...values: object[]) => object,
    instantiate: typeof instantiateSync,
    binary: WebAssembly.Module,
  ) => Promise<unknown>;
}

/** A failing test: its name and those of its groups. */
export interface Failed {
  test: string;
  why: string;
}

/** Specs that are compiled into one module. */
export class Specs {
  /** Tests that fail here with the unchanged module because they take too long. */
  readonly leftOut = new Set<string>();

  private constructor(
    private readonly paths: readonly string[],
    private readonly mostRounds: number,
  ) {}

  /** Compiles the specs and finds what fails without a mutant. Throws if that has another reason than time. */
  static async of(paths: readonly string[], mostRounds: number = MAX_ROUNDS.own): Promise<Specs> {
    const specs = new Specs(paths, mostRounds);
    for (const { test, why } of await specs.#failing(true)) {
      if (!why.includes("unreachable")) throw new Error(`without a mutant: ${test} ${why}`);
      specs.leftOut.add(test);
    }
    return specs;
  }

  /** Returns the first failing test, with the reason; undefined if all pass, or there is none. */
  async failing(replacement: Replacement): Promise<Failed | undefined> {
    return (await this.#failing(false, replacement))[0];
  }

  async #failing(goesOn: boolean, replacement?: Replacement): Promise<Failed[]> {
    if (this.paths.length === 0) return [];
    // The target names the transform by a path that is not valid in this process.
    const { default: transform } = await load<{ default: unknown }>("tests/assembly/support/as-pect-transform.js");
    const args = ["--config", "as-pect.asconfig.json", "--target", "none"];
    const compiled = await compile([...this.paths, ...args], replacement, [transform]);
    if (compiled === undefined) return [{ test: "", why: "the specs do not compile" }];
    const module = new WebAssembly.Module(Uint8Array.from(withFuel(compiled, this.mostRounds)));
    const failed: Failed[] = [];
    for (let group = 0; ; group++) {
      const run = new GroupRun(module, group, this.leftOut, goesOn);
      await run.runGroup();
      failed.push(...run.failed);
      const isLast = group + 1 >= run.rootNode.children.length;
      if (isLast || (!goesOn && failed.length > 0)) return failed;
    }
  }
}

/** Returns the paths of a source's specs: those named like it, and the others in its folder. */
export function specsOf(file: string): { own: string[]; others: string[] } {
  const folder = join("tests", dirname(file));
  const name = basename(file, ".ts");
  const paths = readdirSync(join(PROJECT_ROOT, folder))
    .filter((path) => path.endsWith(".spec.ts"))
    .sort();
  const isOwn = (path: string): boolean => path.startsWith(`${name}.`) || path.startsWith(`${name}-`);
  const pathsOf = (isMeant: (path: string) => boolean): string[] =>
    paths.filter(isMeant).map((path) => `${folder}/${path}`);
  return { own: pathsOf(isOwn), others: pathsOf((path) => !isOwn(path)) };
}

/** Runs one outermost group in its own instance, so that it leaves nothing for the next one. */
class GroupRun extends TestContext {
  readonly failed: Failed[] = [];
  #exports: object = {};

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly group: number,
    private readonly leftOut: ReadonlySet<string>,
    /** Whether it continues after a failing test. */
    private readonly goesOn: boolean,
  ) {
    super({ reporter: new EmptyReporter(), fileName: "" });
  }

  async runGroup(): Promise<void> {
    const { default: config } = await load<{ default: AsPectConfig }>("as-pect.config.js");
    try {
      const memory = new WebAssembly.Memory({ initial: PAGES });
      const imports = (...values: object[]): object => this.createImports(...values) as object;
      const module = await config.instantiate(memory, imports, instantiateSync, this.module);
      this.#exports = (module as { exports: object }).exports;
      this.run(module as never);
    } catch (error) {
      this.failed.push({ test: "the module", why: String(error) });
    }
    this.failed.push(...this.errors.map(({ message }) => ({ test: "the module", why: message })));
  }

  protected override visit(node: TestNode): void {
    const isOther = node.parent === this.rootNode && node !== this.rootNode.children[this.group];
    if (isOther || this.leftOut.has(node.namespace) || (!this.goesOn && this.failed.length > 0)) {
      node.pass = true;
      return;
    }
    refuel(this.#exports);
    const before = this.failed.length;
    super.visit(node);
    // A group fails with the test in it, which is reported first.
    if (node.pass || this.failed.length > before) return;
    this.failed.push({ test: node.namespace, why: `${node.name}: ${node.stackTrace ?? node.message ?? ""}` });
  }
}

async function load<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(join(PROJECT_ROOT, path)).href)) as Module;
}
