/** Reports what differs from the recording. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandOutcome } from "./commands.js";
import type { Build, ModuleGroup, Outcome } from "./modules.js";
import { firstDifference, folderOf, textOf, textPath, type Line } from "./recording.js";

const SHOWN = 1500;
/** Characters shown before a difference. */
const BEFORE = 120;

export interface CompareOptions {
  recording: string;
  recorded: Map<string, Line>;
  /** The recorded build, if it still exists: it can show what an output was. */
  against?: Build;
  print: (text: string) => void;
}

/** Takes one group after the other, and prints the first difference of each subject. */
export class Comparison {
  readonly #options: CompareOptions;
  readonly #left: Map<string, Line>;
  readonly #counts = new Map<string, { groups: number; differing: string[] }>();

  constructor(options: CompareOptions) {
    this.#options = options;
    this.#left = new Map(options.recorded);
  }

  takeModule(group: ModuleGroup, line: Line, outcome: Outcome): void {
    const before = this.#take(line);
    if (before === undefined || !this.#isFirst(line, before)) return;
    const index = firstDifference(before, line);
    const was = this.#options.against === undefined ? undefined : group.run(this.#options.against);
    if (index < 0) {
      this.#show("what it said besides", before.told ?? "", outcome.told);
      return;
    }
    this.#options.print(`  output ${index} of the group`);
    // A command drops records: its outputs are lines.
    const record = outcome.each.length === group.records.length ? group.records[index] : undefined;
    if (record !== undefined) this.#options.print(`  record (${record.length} bytes): ${shorten(latin1(record))}`);
    const told = was === undefined ? undefined : latin1(was.each[index]);
    this.#show("the output", told, latin1(outcome.each[index]));
  }

  takeCommand(line: Line, outcome: CommandOutcome): void {
    const before = this.#take(line);
    if (before === undefined || before.sha256 === line.sha256) return;
    const folder = folderOf(this.#options.recording);
    const path = textPath(join(folder, "differing"), line.group);
    mkdirSync(join(folder, "differing"), { recursive: true });
    writeFileSync(path, textOf(outcome), "latin1");
    if (!this.#isFirst(line, before)) return;
    const was = textPath(join(folder, "commands"), line.group);
    this.#options.print(`  was ${was}\n  is  ${path}`);
    this.#show("the outcome", readFileSync(was, "latin1"), textOf(outcome));
  }

  /** Prints the sums; returns the number of groups that differ. */
  end(isPartial: boolean): number {
    const { print } = this.#options;
    if (!isPartial) for (const line of this.#left.values()) this.#note(line, true);
    print("");
    let differing = 0;
    for (const [subject, count] of this.#counts) {
      differing += count.differing.length;
      if (count.differing.length > 0) print(`${subject}: ${count.differing.length} of ${count.groups} groups differ`);
      for (const group of count.differing.slice(1, 11)) print(`  also ${group}`);
    }
    const groups = [...this.#counts.values()].reduce((sum, count) => sum + count.groups, 0);
    print(differing === 0 ? `${groups} groups, all as recorded` : `${differing} of ${groups} groups differ`);
    return differing;
  }

  /** Returns what was recorded of the group; counts it. */
  #take(line: Line): Line | undefined {
    const before = this.#left.get(line.group);
    this.#left.delete(line.group);
    this.#note(line, before?.sha256 !== line.sha256);
    if (before === undefined) this.#options.print(`\n${line.group}: was not recorded`);
    return before;
  }

  #note({ subject, group }: Line, differs: boolean): void {
    const count = this.#counts.get(subject) ?? { groups: 0, differing: [] };
    this.#counts.set(subject, count);
    count.groups++;
    if (differs) count.differing.push(group);
  }

  #isFirst({ subject, group, sha256 }: Line, before: Line): boolean {
    if (before.sha256 === sha256 || this.#counts.get(subject)?.differing.length !== 1) return false;
    this.#options.print(`\n${group}: differs`);
    return true;
  }

  /** `was` is undefined if unknown. */
  #show(what: string, was: string | undefined, is: string): void {
    const from = was === undefined ? 0 : Math.max(0, commonLength(was, is) - BEFORE);
    const dots = from > 0 ? "…" : "";
    this.#options.print(`  ${what}${from > 0 ? `, from character ${from} on` : ""}`);
    this.#options.print(`    was ${was === undefined ? "(--against DIR says it)" : dots + shorten(was.slice(from))}`);
    this.#options.print(`    is  ${dots}${shorten(is.slice(from))}`);
  }
}

/** Returns the length of the common prefix of two texts. */
export function commonLength(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return at;
}

function latin1(bytes: Buffer | undefined): string {
  return bytes?.toString("latin1") ?? "(nothing)";
}

function shorten(text: string): string {
  const shown = JSON.stringify(text.slice(0, SHOWN));
  return text.length > SHOWN ? `${shown}… (${text.length} in all)` : shown;
}
