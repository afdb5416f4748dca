/** Reads a test file for `keyward test`: YAML, or JSON, which is YAML too (docs/reference/test.md). */
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from "yaml";
import { VERDICTS, type Verdict } from "../engine/finding.js";
import { describeError, FileError } from "../file-errors.js";
import { TESTS } from "../messages/tests.js";

/** The expected verdict; `none`: no finding. */
export type Expected = Verdict | "none";

export interface TestCase {
  name: string;
  /** Its first line in the file, from 1. */
  line: number;
  /** The records to judge, one after the other, or the path of a file of records. */
  input: { records: Buffer[] } | { path: string };
  /** The verdict of every finding, or a list with one for each. */
  verdict: Expected | Verdict[];
  /** The id of the exception that suppresses each of them. */
  exception?: string;
}

export interface TestFile {
  /** As named. */
  path: string;
  /** The configuration under test. */
  config: string;
  cases: TestCase[];
}

/** An invalid test file; one line per error. */
export class TestFileError extends Error {
  override name = "TestFileError";

  constructor(readonly lines: string[]) {
    super(lines.join("\n"));
  }
}

/** The default for `config`. */
const USUAL_CONFIG = "keyward.json";
const EXPECTED: readonly string[] = [...VERDICTS, "none"];
const FILE_KEYS = ["config", "cases"];
const CASE_KEYS = ["name", "event", "events", "file", "verdict", "exception"];
const INPUT_KEYS = ["event", "events", "file"];
const VERDICTS_ALLOWED = `${EXPECTED.join(", ")}, ${TESTS.orAList}`;

/** Reads a test file. Rejects with a FileError if it cannot be read, and with a TestFileError if it is invalid. */
export async function readTestFile(path: string): Promise<TestFile> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new FileError(path, describeError(error), { cause: error });
  }
  return new TestFileReader(path, text).read();
}

/** The members of a mapping, with their lines. */
type Members = Map<string, { value: unknown; node: Node | null; line: number }>;

class TestFileReader {
  readonly #path: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;
  readonly #mistakes: string[] = [];

  constructor(path: string, text: string) {
    this.#path = path;
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: true, prettyErrors: false });
  }

  read(): TestFile {
    for (const { pos, message } of this.#document.errors) {
      this.#mistake(this.#lines.linePos(pos[0]).line, TESTS.notYaml(message));
    }
    this.#fail();
    this.#checkNumbers();
    const members = this.#members(this.#document.contents, 1, FILE_KEYS);
    const cases = this.#cases(members);
    const config = this.#text(members, "config", TESTS.aPath) ?? USUAL_CONFIG;
    this.#fail();
    return { path: this.#path, config: this.#beside(config), cases };
  }

  #cases(members: Members): TestCase[] {
    const { node, line } = members.get("cases") ?? { node: null, line: 1 };
    const list = this.#resolved(node);
    if (!isSeq(list) || list.items.length === 0) {
      this.#refuse(line, "cases", members.has("cases"), TESTS.aListOfCases);
      return [];
    }
    return list.items.map((item) => this.#case(item as Node | null, line));
  }

  #case(node: Node | null, listLine: number): TestCase {
    const line = this.#lineOf(node, listLine);
    const members = this.#members(node, line, CASE_KEYS);
    const name = this.#text(members, "name", TESTS.aString);
    if (name === undefined && !members.has("name")) this.#refuse(line, "name", false, TESTS.aString);
    const verdict = this.#verdict(members, line);
    const exception = this.#text(members, "exception", TESTS.aString);
    if (exception !== undefined && verdict !== "suppressed") {
      this.#mistake(members.get("exception")?.line ?? line, TESTS.exceptionOfOther);
    }
    const input = this.#input(members, line);
    return { name: name ?? "", line, input, verdict, ...(exception !== undefined && { exception }) };
  }

  #verdict(members: Members, line: number): TestCase["verdict"] {
    const member = members.get("verdict");
    const value = member?.value;
    if (typeof value === "string" && EXPECTED.includes(value)) return value as Expected;
    const isList = Array.isArray(value) && value.length > 0;
    if (isList && value.every((one) => (VERDICTS as readonly unknown[]).includes(one))) return value as Verdict[];
    this.#refuse(member?.line ?? line, "verdict", member !== undefined, VERDICTS_ALLOWED);
    return "none";
  }

  #input(members: Members, line: number): TestCase["input"] {
    const given = INPUT_KEYS.filter((key) => members.has(key));
    if (given.length !== 1) this.#mistake(line, TESTS.noInput);
    const path = this.#text(members, "file", TESTS.aPath);
    if (path !== undefined) return { path: this.#beside(path) };
    const event = members.get("event");
    if (event !== undefined && !isRecord(event.value)) this.#refuse(event.line, "event", true, TESTS.anObject);
    const events = members.get("events");
    const list: unknown[] = Array.isArray(events?.value) ? events.value : [];
    if (events !== undefined && (list.length === 0 || !list.every(isRecord))) {
      this.#refuse(events.line, "events", true, TESTS.aListOfObjects);
    }
    const records = event === undefined ? list : [event.value];
    return { records: records.map((record) => Buffer.from(JSON.stringify(record))) };
  }

  /** Returns the members of a mapping; reports members not in `known`, and a value that is not a mapping. */
  #members(node: Node | null, line: number, known: readonly string[]): Members {
    const members: Members = new Map();
    const map = this.#resolved(node);
    if (!isMap(map)) {
      this.#mistake(line, TESTS.notAnObject(known.join(", ")));
      return members;
    }
    for (const { key, value } of map.items) {
      const at = this.#lineOf(key as Node | null, line);
      const name = isScalar(key) ? String(key.value) : "";
      if (!known.includes(name)) this.#mistake(at, TESTS.unknownKey(name, known.join(", ")));
      else members.set(name, { value: this.#plain(value as Node | null), node: value as Node | null, line: at });
    }
    return members;
  }

  /** Returns an optional text. */
  #text(members: Members, key: string, allowed: string): string | undefined {
    const member = members.get(key);
    if (member === undefined) return undefined;
    if (typeof member.value === "string" && member.value !== "") return member.value;
    this.#refuse(member.line, key, true, allowed);
    return undefined;
  }

  #plain(node: Node | null): unknown {
    try {
      return node?.toJS(this.#document) ?? null;
    } catch (error) {
      this.#mistake(this.#lineOf(node, 1), TESTS.notYaml(describeError(error)));
      return null;
    }
  }

  /** Reports numbers whose digits JSON would change: an account id with a leading zero, for example. */
  #checkNumbers(): void {
    visit(this.#document, {
      Scalar: (_, node) => {
        if (typeof node.value !== "number" || node.source === undefined) return;
        if (!/^[-+]?\d+$/.test(node.source) || node.source === String(node.value)) return;
        this.#mistake(this.#lineOf(node, 1), TESTS.losesDigits(node.source));
      },
    });
  }

  /** Resolves the path of a file named in this one. */
  #beside(path: string): string {
    return isAbsolute(path) ? path : join(dirname(this.#path), path);
  }

  #resolved(node: Node | null): Node | undefined {
    return isAlias(node) ? node.resolve(this.#document) : (node ?? undefined);
  }

  #lineOf(node: Node | null, otherwise: number): number {
    const start = node?.range?.[0];
    return start === undefined ? otherwise : this.#lines.linePos(start).line;
  }

  #refuse(line: number, key: string, isThere: boolean, allowed: string): void {
    this.#mistake(line, isThere ? TESTS.invalidValue(key, allowed) : TESTS.missing(key, allowed));
  }

  #mistake(line: number, text: string): void {
    this.#mistakes.push(`${this.#path}:${line}: ${text}`);
  }

  #fail(): void {
    if (this.#mistakes.length > 0) throw new TestFileError(this.#mistakes);
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
