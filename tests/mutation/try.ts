/** Tries a mutant and decides its fate. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../oracle/project.js";
import { compileBuilt, compilePlain, type Replacement, type Target } from "./compiler.js";
import { countsComplaint } from "./counts.js";
import { Judge } from "./kill.js";
import { mutated, type Mutant } from "./mutants.js";
import { MAX_ROUNDS, specsOf, Specs } from "./specs.js";

export type Fate =
  /** It does not compile, and so does not count. */
  | "invalid"
  /** The built modules are identical, byte for byte. */
  | "equivalent"
  /** It gives another answer in a trial. */
  | "records"
  /** A spec of its folder fails. */
  | "specs"
  /** The built module executes more instructions than recorded. */
  | "counts"
  | "survived";

export interface Tried {
  fate: Fate;
  /** What killed it. */
  how?: string;
}

export class Tryer {
  readonly #known = new Map<string, Specs>();

  private constructor(
    /** The unchanged module, as compiled for the trials. */
    readonly plain: Uint8Array,
    private readonly built: Readonly<Record<Target, Uint8Array>>,
    readonly judge: Judge,
  ) {}

  /** Compiles the unchanged module, and records its answers. */
  static async start(): Promise<Tryer> {
    const plain = compiled(await compilePlain());
    const core = compiled(await compileBuilt("core"));
    const release = compiled(await compileBuilt("release"));
    return new Tryer(plain, { core, release }, new Judge(plain));
  }

  /** Tries a mutant by everything; an `explained` one only by the fast trials. */
  async try(mutant: Mutant, isExplained: boolean): Promise<Tried> {
    const source = readFileSync(join(PROJECT_ROOT, mutant.file), "utf8");
    const replacement: Replacement = { file: mutant.file, source: mutated(source, mutant) };
    const plain = await compilePlain(replacement);
    if (plain === undefined) return { fate: "invalid" };
    if (isSame(plain, this.plain)) {
      // The core may lack the source, or a function in it that exists for another adapter.
      const fate = replacement.isRead === true ? "equivalent" : "survived";
      return (await this.#failingSpec(replacement)) ?? { fate };
    }
    const quickly = this.judge.killer(plain, false, mutant.file);
    if (quickly !== undefined) return { fate: "records", how: quickly };
    if (isExplained) return { fate: "survived" };
    const failed = await this.#failingSpec(replacement);
    if (failed !== undefined) return failed;
    const slowly = this.judge.killer(plain, true, mutant.file);
    if (slowly !== undefined) return { fate: "records", how: slowly };
    // The core contains everything of the other module: if it is identical, both are.
    if (isSame(compiled(await compileBuilt("core", replacement)), this.built.core)) return { fate: "equivalent" };
    const release = compiled(await compileBuilt("release", replacement));
    const complaint = isSame(release, this.built.release) ? undefined : countsComplaint(release);
    return complaint === undefined ? { fate: "survived" } : { fate: "counts", how: complaint };
  }

  /** Tests that are excluded from the specs because they take too long here. */
  get leftOut(): string[] {
    return [...new Set([...this.#known.values()].flatMap(({ leftOut }) => [...leftOut]))];
  }

  async #failingSpec(replacement: Replacement): Promise<Tried | undefined> {
    const paths = specsOf(replacement.file);
    for (const whose of ["own", "others"] as const) {
      const failed = await (await this.#specs(paths[whose], MAX_ROUNDS[whose])).failing(replacement);
      if (failed !== undefined) return { fate: "specs", how: `${failed.test} ${failed.why}` };
    }
    return undefined;
  }

  async #specs(paths: readonly string[], mostRounds: number): Promise<Specs> {
    const key = paths.join();
    const specs = this.#known.get(key) ?? (await Specs.of(paths, mostRounds));
    this.#known.set(key, specs);
    return specs;
  }
}

function compiled(binary: Uint8Array | undefined): Uint8Array {
  if (binary === undefined) throw new Error("the module does not compile");
  return binary;
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
