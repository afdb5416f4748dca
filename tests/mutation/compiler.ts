/** The AssemblyScript compiler in this process, with one source replaced. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { PROJECT_ROOT } from "../oracle/project.js";

/** The part of the compiler that is used here. Its own types would bring AssemblyScript's globals everywhere. */
interface Compiler {
  main: (args: string[], options: CompilerOptions) => Promise<{ error: Error | null }>;
  createMemoryStream: () => unknown;
}

interface CompilerOptions {
  transforms: readonly unknown[];
  stdout: unknown;
  stderr: unknown;
  readFile: (name: string, base: string) => string | null;
  listFiles: (name: string, base: string) => string[] | null;
  writeFile: (name: string, contents: string | Uint8Array) => void;
}

const COMPILER = "assemblyscript/asc";
const { default: asc } = (await import(COMPILER)) as { default: Compiler };

/** A source to compile instead of the existing one. */
export interface Replacement {
  file: string;
  source: string;
  /** Set by the compiler if it read the file, which is then part of the result. */
  isRead?: boolean;
}

const OUTPUT = "mutant.wasm";
/** The target of asconfig.json without optimization, which compiles ten times faster. */
const PLAIN = ["--target", "plain"];

export const ADAPTERS = { release: "assembly/abi/fluent-bit.ts", core: "assembly/abi/core.ts" } as const;
export type Target = keyof typeof ADAPTERS;

const sources = new Map<string, string | null>();
const folders = new Map<string, string[] | null>();

/** Compiles the core module, which contains everything of the other, without optimization; undefined if it does not compile. */
export function compilePlain(replacement?: Replacement): Promise<Uint8Array | undefined> {
  return compile([ADAPTERS.core, ...PLAIN], replacement);
}

/** Compiles a module as it is built; undefined if it does not compile. */
export function compileBuilt(target: Target, replacement?: Replacement): Promise<Uint8Array | undefined> {
  return compile([ADAPTERS[target], "--target", target], replacement);
}

/** Runs the compiler from the project's root, with a transform if given; undefined if it does not compile. */
export async function compile(
  args: readonly string[],
  replacement?: Replacement,
  transforms: readonly unknown[] = [],
): Promise<Uint8Array | undefined> {
  let binary: Uint8Array | undefined;
  const replaced = replacement && join(PROJECT_ROOT, replacement.file);
  const { error } = await asc.main([...args, "--outFile", OUTPUT], {
    transforms,
    stdout: asc.createMemoryStream(),
    stderr: asc.createMemoryStream(),
    readFile: (name, base) => {
      const path = placeOf(name, base);
      if (replacement !== undefined && path === replaced) {
        replacement.isRead = true;
        return replacement.source;
      }
      return remembered(sources, path, () => (existsSync(path) ? readFileSync(path, "utf8") : null));
    },
    writeFile: (name, contents) => {
      if (name.endsWith(OUTPUT) && contents instanceof Uint8Array) binary = contents;
    },
    listFiles: (name, base) =>
      remembered(folders, placeOf(name, base), () => readdirSync(placeOf(name, base)).filter(isSource)),
  });
  return error === null ? binary : undefined;
}

function placeOf(name: string, base: string): string {
  return isAbsolute(name) ? name : join(PROJECT_ROOT, base, name);
}

function isSource(name: string): boolean {
  return name.endsWith(".ts") && !name.endsWith(".d.ts");
}

function remembered<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  let value = values.get(key);
  if (value === undefined) values.set(key, (value = make()));
  return value;
}
