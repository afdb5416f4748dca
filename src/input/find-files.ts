/** Finds the files that a scan reads: named files, and those below named folders. */
import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync, type Dirent, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { STANDARD_INPUT } from "./input.js";
import { kindOfName, leaveOut, type LeftOut } from "./file-kinds.js";
import { describeError, FileError } from "../file-errors.js";
import { isDeliveredBefore } from "./s3-dates.js";
import { pathOf, systemPath } from "./system-path.js";
import { ADVICE, INPUTS } from "../messages/inputs.js";

/** File names that are read in folders; a named file is always read. */
const WANTED_NAME = /\.(?:json|ndjson|jsonl|log|txt|gz|zst)$/i;

export interface FoundFile {
  /** As named, or below what was named. */
  path: string;
  /** Size in bytes; 0 if it is not a regular file. */
  bytes: number;
  isRegular: boolean;
}

export interface FoundFiles {
  /** In the order of the named paths; below each, ordered by name. */
  files: FoundFile[];
  /** Number of files in folders whose names are not logs', and of what is neither file nor folder. */
  skipped: number;
  /** Files in folders that may be logs in a form that is not read: the first of each kind, and how many. */
  leftOut: (LeftOut & { files: number })[];
  /** Number of folders left out because of their dates. */
  earlier: number;
  /** What could not be opened. */
  broken: { file: string; reason: string }[];
}

export interface FindOptions {
  /** Leaves out CloudTrail folders with nothing this late, in milliseconds since 1970. */
  since?: number | undefined;
  /** The file that is written to. */
  output?: Stats | undefined;
  /** The names to read in folders; default: those of logs. */
  names?: RegExp | undefined;
}

/** Throws a FileError if the output is one of the files. */
export function findFiles(paths: readonly string[], options: FindOptions = {}): FoundFiles {
  return new Search(options).run(paths);
}

interface Link {
  path: string;
  real: string;
  root: number;
}

interface Entry extends FoundFile {
  /** Index of the named path that it is or is below. */
  root: number;
  /** Its real path, if it may also be found in a folder: it is named, or reached through a link. */
  real?: string;
}

class Search {
  readonly #options: FindOptions;
  readonly #found: Entry[] = [];
  readonly #result: FoundFiles = { files: [], skipped: 0, leftOut: [], earlier: 0, broken: [] };
  /** Visited folders, by real path: a link may lead back into one. */
  readonly #visited = new Set<string>();
  /** Visited folders whose files were listed. */
  readonly #listed = new Set<string>();
  /** Links to folders, followed after all folders: so a file keeps its own name if it has one. */
  #links: Link[] = [];

  constructor(options: FindOptions) {
    this.#options = options;
  }

  run(paths: readonly string[]): FoundFiles {
    paths.forEach((path, root) => {
      if (path === STANDARD_INPUT) this.#found.push({ path, bytes: 0, isRegular: false, root });
      else this.#name(path, root);
    });
    while (this.#links.length > 0) {
      const links = this.#links;
      this.#links = [];
      for (const { path, real, root } of links) this.#visit(path, real, root);
    }
    const seen = new Set<string>();
    for (const entry of this.#found.sort(inOrder)) {
      if (!this.#isElsewhere(entry, seen)) this.#result.files.push(entry);
    }
    return this.#result;
  }

  /** A path from the command line. */
  #name(path: string, root: number): void {
    try {
      const stats = statSync(systemPath(path));
      if (stats.isDirectory()) this.#visit(path, realPath(path), root);
      else if (stats.isFile()) {
        this.#take({ path, bytes: stats.size, isRegular: true, root, real: realPath(path) }, stats);
      } else this.#found.push({ path, bytes: 0, isRegular: false, root });
    } catch (error) {
      this.#fail(path, error);
    }
  }

  #visit(folder: string, real: string, root: number): void {
    if (this.#visited.has(real)) return;
    this.#visited.add(real);
    const { since } = this.#options;
    if (since !== undefined && isDeliveredBefore(real, since)) {
      this.#result.earlier++;
      return;
    }
    let entries: Dirent<Buffer>[];
    try {
      entries = readdirSync(systemPath(folder), { withFileTypes: true, encoding: "buffer" });
    } catch (error) {
      this.#fail(folder, error);
      return;
    }
    this.#listed.add(real);
    for (const entry of entries) {
      const name = pathOf(entry.name);
      const path = below(folder, name);
      if (entry.isDirectory()) this.#visit(path, join(real, name), root);
      else if (entry.isSymbolicLink()) this.#follow(path, name, root);
      else if (!entry.isFile()) this.#result.skipped++;
      else if (!this.#isWanted(name)) this.#leaveOut(path);
      else this.#takeFile(path, root);
    }
  }

  #takeFile(path: string, root: number): void {
    try {
      const stats = statSync(systemPath(path));
      this.#take({ path, bytes: stats.size, isRegular: true, root }, stats);
    } catch (error) {
      this.#fail(path, error);
    }
  }

  #follow(path: string, name: string, root: number): void {
    try {
      const stats = statSync(systemPath(path));
      const real = realPath(path);
      if (stats.isDirectory()) this.#links.push({ path, real, root });
      else if (!stats.isFile()) this.#result.skipped++;
      else if (!this.#isWanted(name)) this.#leaveOut(path);
      else this.#take({ path, bytes: stats.size, isRegular: true, root, real }, stats);
    } catch (error) {
      // A dangling link: an editor's lock, for example, unless it is named like a log.
      if (this.#names.test(name)) this.#fail(path, error);
      else this.#result.skipped++;
    }
  }

  /** Leaves out a file because of its name. */
  #leaveOut(path: string): void {
    const kind = kindOfName(path);
    const before = kind && this.#result.leftOut.find((other) => other.kind === kind.kind);
    if (kind === undefined || kind.advice === ADVICE.noLog) this.#result.skipped++;
    else if (before === undefined) this.#result.leftOut.push({ ...leaveOut(path, kind), files: 1 });
    else before.files++;
  }

  #take(entry: Entry, stats: Stats): void {
    const { output } = this.#options;
    if (output?.isFile() && output.dev === stats.dev && output.ino === stats.ino) {
      if (entry.real === undefined && (stats.size === 0 || isResult(entry.path))) {
        this.#result.skipped++;
        return;
      }
      throw new FileError(entry.path, INPUTS.isOutputToo);
    }
    this.#found.push(entry);
  }

  /** Reports whether a named or linked file was found before, or will be found in its own folder. */
  #isElsewhere({ real }: Entry, seen: Set<string>): boolean {
    if (real === undefined) return false;
    if (seen.has(real) || (this.#isWanted(basename(real)) && this.#listed.has(dirname(real)))) return true;
    seen.add(real);
    return false;
  }

  get #names(): RegExp {
    return this.#options.names ?? WANTED_NAME;
  }

  /** Reports whether a file in a folder is read: its name is a log's, and not an archive's. */
  #isWanted(name: string): boolean {
    return this.#names.test(name) && kindOfName(name) === undefined;
  }

  #fail(path: string, error: unknown): void {
    if (error instanceof FileError) throw error;
    this.#result.broken.push({ file: path, reason: describeError(error) });
  }
}

/** How a file that `scan`, `status` or `triage` wrote begins, in each format; no log begins like this. */
const RESULT = /^(?:\{\n {2}"version": |\[\n\{"finding":|\{"file":"|\{"state":"|(?:time|state)[ ,])/;
const RESULT_BYTES = 32;

/** Reports whether a file is the result of an earlier run, which the next run may replace. */
function isResult(path: string): boolean {
  const fd = openSync(systemPath(path), "r");
  try {
    const bytes = Buffer.alloc(RESULT_BYTES);
    return RESULT.test(bytes.toString("latin1", 0, readSync(fd, bytes)));
  } finally {
    closeSync(fd);
  }
}

function inOrder(one: Entry, other: Entry): number {
  if (one.root !== other.root) return one.root - other.root;
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}

function realPath(path: string): string {
  return pathOf(realpathSync.native(systemPath(path), "buffer"));
}

function below(folder: string, name: string): string {
  return folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}
