/** Parts of the mutation run: which mistakes are made, that one is noticed, and that explanations are still valid. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { fixtures, PROJECT_ROOT } from "../oracle/project.js";
import { compilePlain } from "./compiler.js";
import { explanationOf, outOfDate, readExplained } from "./explained.js";
import { Judge } from "./kill.js";
import { allMutants, mutantsOf, mutated, sample, type Mutant } from "./mutants.js";
import { table } from "./report.js";
import { specsOf, Specs } from "./specs.js";
import { answerOf } from "./subject.js";
import type { Trial } from "./trials.js";

const all = allMutants();
const changesIn = (source: string): string[] => mutantsOf("a.ts", source).map(({ change }) => change);

describe("the mutants of a source", () => {
  it("change its operators, numbers, texts and statements", () => {
    assert.deepEqual(changesIn("const a = b < 1 && !c;"), [
      "b < 1 && !c → b < 1",
      "b < 1 && !c → !c",
      "< → <=",
      "< → >=",
      "1 → 2",
      "1 → 0",
      "&& → ||",
      "!c → c",
    ]);
    assert.deepEqual(changesIn("while (f(x)) { g(); break; }"), ["f(x) → !f(x)", "g(); → nothing", "break; → nothing"]);
    assert.deepEqual(changesIn("if (a) b += true; else c--;"), [
      "a → !a",
      "b += true; → nothing",
      "+= → -=",
      "true → false",
      "else c--; → nothing",
      "c-- → c++",
      "c--; → nothing",
    ]);
    assert.deepEqual(changesIn('function f() { switch (x) { case 0: return "ab"; } }'), [
      'case 0: return "ab"; → nothing',
      "0 → 1",
      '"ab" → "ac"',
    ]);
    assert.deepEqual(changesIn("const m = memory.data(24, 8); const n = min(m, 0x10);"), [
      "24 → 16",
      "min → max",
      "0x10 → 17",
      "0x10 → 15",
    ]);
  });

  it("leave types, imports and decorators alone", () => {
    const source =
      'import { a } from "b";\n@external("c", "d")\ndeclare function f(e: 1): void;\nexport { g } from "h";';
    assert.deepEqual(changesIn(source), []);
  });

  it("say where they are, and are the source with one change", () => {
    const source = "let a = 1;\n  let b = 2 - 2;\n";
    const mutants = mutantsOf("a.ts", source);
    const [mutant] = mutants.filter(({ change }) => change === "2 → 1");
    assert.ok(mutant !== undefined);
    assert.deepEqual([mutant.line, mutant.column, mutant.text], [2, 11, "let b = 2 - 2;"]);
    assert.equal(mutated(source, mutant), "let a = 1;\n  let b = 1 - 2;\n");
    assert.deepEqual(
      mutants.filter(({ change }) => change === "2 → 1").map(({ nth }) => nth),
      [1, 2],
    );
  });

  it("are numbered, and a sample is the same each time", () => {
    assert.ok(all.length > 5000, `${all.length} mutants`);
    assert.deepEqual(
      all.map(({ id }) => id),
      all.map((_, index) => index + 1),
    );
    const some = sample(all, 2, 7);
    assert.deepEqual(some, sample(all, 2, 7));
    // Two of each file, or its only one.
    const files = [...new Set(all.map(({ file }) => file))];
    const expected = files.map((one) => Math.min(2, all.filter(({ file }) => file === one).length));
    assert.equal(
      some.length,
      expected.reduce((sum, count) => sum + count, 0),
    );
  });
});

/** Finds a real mutant: the only one with this change on a line with this text. */
function find(file: string, text: string, change: string): Mutant {
  const [found, ...others] = all.filter((one) => one.file === file && one.text === text && one.change === change);
  assert.ok(found !== undefined && others.length === 0, `${file}: ${text}: ${change}`);
  return found;
}

function replacementOf(mutant: Mutant): { file: string; source: string } {
  const source = readFileSync(join(PROJECT_ROOT, mutant.file), "utf8");
  return { file: mutant.file, source: mutated(source, mutant) };
}

describe("a mutant", () => {
  const written: Trial = {
    name: "fixtures",
    answers: function* (subject) {
      const host = new FluentBitHost(subject.start());
      for (const { bytes } of fixtures()) yield answerOf(host, bytes);
    },
  };
  let judge: Judge;
  before(async () => {
    judge = new Judge(await compiled(), [written]);
  });

  async function compiled(mutant?: Mutant): Promise<Uint8Array> {
    const binary = await compilePlain(mutant && replacementOf(mutant));
    assert.ok(binary !== undefined);
    return binary;
  }

  const killer = async (mutant?: Mutant): Promise<string | undefined> =>
    judge.killer(await compiled(mutant), false, mutant?.file ?? "");

  it("of the rule is noticed, and the unchanged module gives the expected answers", async () => {
    assert.equal(await killer(), undefined);
    const mutant = find(
      "assembly/rule/tests.ts",
      "return after != 0 && (stop == 0 ? load<u8>(after) == QUOTE : after == stop);",
      "!= → ==",
    );
    assert.match((await killer(mutant)) ?? "", /^fixtures, answer \d+: "kept/);
  });

  it("that never ends is noticed", async () => {
    const endless = find("assembly/json/cursor.ts", "while (isSpace(load<u8>(at))) at += 1;", "at += 1; → nothing");
    assert.match((await killer(endless)) ?? "", /^fixtures, answer \d+: "trap/);
  });

  it("that only a spec can notice is noticed by that spec", async () => {
    const sum = find(
      "assembly/bytes/sum.ts",
      "export const EMPTY_SUM: u64 = 0xcbf29ce484222325;",
      "0xcbf29ce484222325 → 14695981039346656038",
    );
    assert.equal(await killer(sum), undefined);
    const specs = await Specs.of(specsOf(sum.file).own);
    assert.equal(specs.leftOut.size, 0);
    assert.match((await specs.failing(replacementOf(sum)))?.why ?? "", /FNV/);
  });

  it("without an effect survives", async () => {
    const wider = find("assembly/json/key.ts", "const LONGEST_KEY: i32 = 80;", "80 → 81");
    assert.equal(await killer(wider), undefined);
  });

  it("that does not compile does not count", async () => {
    assert.equal(await compilePlain({ file: "assembly/bytes/sum.ts", source: "export const x: i32 = y;" }), undefined);
  });
});

describe("an explained survivor", () => {
  it("still exists", () => {
    assert.deepEqual(outOfDate(all, readExplained()), []);
  });

  it("has a reason, and is explained once", () => {
    const explained = readExplained();
    for (const { file, reason } of explained) {
      assert.ok(reason.length > 20 && reason.endsWith("."), `${file}: ${reason}`);
    }
    for (const mutant of all) {
      const reasons = explained.filter((one) => explanationOf(mutant, [one]) !== undefined);
      assert.ok(reasons.length <= 1, `${mutant.file}: ${mutant.text}: ${mutant.change}`);
    }
  });

  it("is identified by its file, line and change", () => {
    const mutant = all[0] as Mutant;
    const { file, text, change } = mutant;
    const one = { file, lines: [text], changes: [change], reason: "It is only tried." };
    assert.equal(explanationOf(mutant, [one]), one.reason);
    assert.deepEqual(outOfDate(all, [one]), []);
    for (const other of [{ file: "x.ts" }, { lines: [`${text};`] }, { changes: ["x → y"] }]) {
      assert.equal(explanationOf(mutant, [{ ...one, ...other }]), undefined);
      assert.equal(outOfDate(all, [{ ...one, ...other }]).length, 2);
    }
    assert.deepEqual(outOfDate(all, [{ ...one, lines: [text, "x"] }]), [`${file}: x`]);
    assert.deepEqual(outOfDate(all, [{ ...one, changes: [change, "x → y"] }]), [`${file}: x → y`]);
  });

  it("counts like a killed mutant, and no other survivor does", () => {
    const mutant = all[0] as Mutant;
    const survived = { mutant, fate: "survived" } as const;
    const killed = { mutant, fate: "records" } as const;
    assert.match(table([killed, { ...survived, explained: "why" }]), /^all .* 100\.0 %$/m);
    assert.match(table([killed, killed, survived]), /^all .* 66\.6 %$/m);
    assert.match(table([{ mutant, fate: "invalid" }, { mutant, fate: "equivalent" }, killed]), /^all +2 .* 100\.0 %$/m);
  });
});
