import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import type { CompiledModule } from "#keyward/module.js";
import { Tally } from "#keyward/records/counts.js";
import { Judge } from "#keyward/records/judge.js";
import { RecordCutter } from "#keyward/records/record-cutter.js";
import { RecordTagger } from "#keyward/records/record-tagger.js";
import { NO_COUNTS } from "../support/counts.js";
import { assemble, guestText } from "../support/wat.js";

interface Run {
  tagger: RecordCutter;
  tally: Tally;
  written: () => string;
  warnings: string[];
}

/** Returns a tagger over a guest with this filter body, or over the built module. */
async function makeTagger(filter?: string, data?: string, name: "tag" | "keep" = "tag"): Promise<Run> {
  return makeRun(await compileModule(filter && assemble(guestText(filter, data))), name);
}

function makeRun(compiled: CompiledModule, name: "tag" | "keep" = "tag"): Run {
  const parts: Buffer[] = [];
  const warnings: string[] = [];
  const tally = new Tally((line, reason) => warnings.push(`${line}: ${reason}`));
  const tagger = new RecordTagger(new Judge(compiled, tally), name, {
    append: (bytes) => parts.push(Buffer.from(bytes)),
  });
  return {
    tagger: new RecordCutter(tagger),
    tally,
    written: () => Buffer.concat(parts).toString(),
    warnings,
  };
}

function feed(tagger: RecordCutter, ...lines: string[]): void {
  for (const line of lines) tagger.line(Buffer.from(line), true);
}

const DISABLE_KEY = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
const TRAP_ON_X = `(if (i32.eq (i32.load8_u offset=1 (local.get $record)) (i32.const 0x78)) (then unreachable))
  (local.get $record)`;

describe("RecordTagger with the built module", () => {
  it("writes matches annotated and the rest unchanged", async () => {
    const { tagger, tally, written, warnings } = await makeTagger();
    feed(tagger, '{"a":1}', DISABLE_KEY);
    tagger.line(Buffer.from("[ 1 ]"), false);
    const [first, second, third] = written().split("\n");
    assert.equal(first, '{"a":1}');
    assert.ok(second?.startsWith(DISABLE_KEY.slice(0, -1)) && second.includes('"keyward":{"verdict":"match"'));
    assert.equal(third, "[ 1 ]");
    assert.deepEqual(tally.counts, { ...NO_COUNTS, records: 3, matches: 1 });
    assert.deepEqual(warnings, []);
  });

  it("passes blank lines uncounted", async () => {
    const { tagger, tally, written } = await makeTagger(undefined, undefined, "keep");
    feed(tagger, "", " \t\r");
    assert.equal(written(), "\n \t\r\n");
    assert.deepEqual(tally.counts, NO_COUNTS);
  });

  it("passes and counts what is plainly not an object or array, also with keep", async () => {
    for (const name of ["tag", "keep"] as const) {
      const { tagger, tally, written } = await makeTagger(undefined, undefined, name);
      const lines = ["text", '"a"', "1", "{]", "{", "a: {b}"];
      feed(tagger, ...lines);
      // The last one looks like a record after text, and names no action.
      const kept = name === "keep" ? lines.slice(0, -1) : lines;
      assert.equal(written(), `${kept.join("\n")}\n`);
      const last = name === "keep" ? { dropped: 1 } : {};
      assert.deepEqual(tally.counts, { ...NO_COUNTS, records: 6, notJson: 5, ...last });
    }
  });

  it("drops what names no action with keep, without checking whether it is JSON", async () => {
    const { tagger, tally, written } = await makeTagger(undefined, undefined, "keep");
    feed(tagger, '{"a":1}', DISABLE_KEY, '{"b":2}', "{'a':1}", '{"a":1}}', '{"a":"\0"}');
    assert.match(written(), /^\{"eventSource".*\}\n$/);
    assert.deepEqual(tally.counts, { ...NO_COUNTS, records: 6, matches: 1, dropped: 5 });
  });

  it("passes what names an action and is broken", async () => {
    const { tagger, tally, written } = await makeTagger(undefined, undefined, "keep");
    feed(tagger, '{"eventName":"DisableKey"', "{DisableKey}", '{"eventName":"Disable\\u004bey",}');
    assert.equal(written(), '{"eventName":"DisableKey"\n{DisableKey}\n{"eventName":"Disable\\u004bey",}\n');
    assert.deepEqual(tally.counts, { ...NO_COUNTS, records: 3, notJson: 3, unread: 3 });
  });

  it("judges each of several records on a line, and drops a line that becomes empty", async () => {
    const other = '{"eventSource":"a","eventName":"DisableKey"}';
    const { tagger, tally, written } = await makeTagger(undefined, undefined, "keep");
    feed(tagger, `${other}${DISABLE_KEY} ${other}`, `2026-03-04 ${other} ${other}`, `2026-03-04 ${DISABLE_KEY}`);
    assert.match(
      written(),
      /^\{"eventSource"[^\n]*"keyward":[^\n]*\}\n2026-03-04 \{"eventSource"[^\n]*"keyward":[^\n]*\}\n$/,
    );
    assert.deepEqual(tally.counts, { ...NO_COUNTS, records: 6, matches: 2, dropped: 4 });
  });

  it("passes a truncated record, and warns with its line", async () => {
    const { tagger, tally, written, warnings } = await makeTagger();
    feed(tagger, "{}", '{"Records":[', `${DISABLE_KEY},`, "{},");
    tagger.line(Buffer.from('{"eventN'), false);
    tagger.end();
    assert.match(written(), /^\{\}\n\{"Records":\[\n\{"eventSource".*"keyward":.*\},\n\{\},\n\{"eventN$/);
    assert.deepEqual(tally.counts, { ...NO_COUNTS, records: 4, matches: 1, notJson: 1, cutOff: 1 });
    assert.deepEqual(warnings, ["4: the record is cut off: its complete parts were judged, the rest was not"]);
  });

  it("judges a document over several lines", async () => {
    const { tagger, tally, written } = await makeTagger();
    feed(tagger, ...JSON.stringify(JSON.parse(DISABLE_KEY), null, 2).split("\n"));
    assert.match(written(), /^\{\n {2}"eventSource": "kms.amazonaws.com",\n[^]*"keyward":/);
    assert.equal(tally.counts.matches, 1);
  });
});

describe("RecordTagger when the module fails", () => {
  it("passes the record, warns with its line, and goes on with a new instance", async () => {
    const { tagger, tally, written, warnings } = await makeTagger(TRAP_ON_X);
    feed(tagger, "{}", "{x}", "[]", "{x}");
    tally.newlines = 0;
    feed(tagger, "{x}");
    assert.equal(written(), "{}\n{x}\n[]\n{x}\n{x}\n");
    assert.deepEqual(
      warnings.map((warning) => warning.slice(0, 21)),
      ["2: the module trapped", "4: the module trapped", "1: the module trapped"],
    );
    assert.deepEqual(tally.counts, { ...NO_COUNTS, records: 5, failed: 3 });
  });

  it("starts from a clean memory after a trap", async () => {
    // Traps on the second call in one memory, and would on every later one if the memory stayed.
    const { tagger, tally } = await makeTagger(`(if (i32.load (i32.const 0)) (then unreachable))
      (i32.store (i32.const 0) (i32.const 1)) (local.get $record)`);
    feed(tagger, "{}", "{}", "{}", "{}");
    assert.equal(tally.counts.failed, 2);
  });

  it("passes the record if the result is not a JSON object, or is outside memory", async () => {
    const noObject = await makeTagger("(i32.const 16)", '(data (i32.const 16) "[]\\00")');
    const nowhere = await makeTagger("(i32.const -1)");
    for (const { tagger, tally, written, warnings } of [noObject, nowhere]) {
      feed(tagger, "{}");
      assert.equal(written(), "{}\n");
      assert.equal(tally.counts.failed, 1);
      assert.deepEqual(warnings, [
        "1: the module returned something that is not a JSON object; the record passes unchanged",
      ]);
    }
  });

  it("passes a record that the module has no memory for", async () => {
    const text = guestText("(i32.const 16)", '(data (i32.const 16) "{}\\00")').replace(
      /\(func \(export "malloc"\)[^]*?\(func \(export "free"/,
      '(func (export "malloc") (param i32) (result i32) (i32.const 0)) (func (export "free"',
    );
    const { tagger, tally, written, warnings } = makeRun(await compileModule(assemble(text)));
    feed(tagger, '{"a":1}');
    assert.equal(written(), '{"a":1}\n');
    assert.deepEqual(tally.counts, { ...NO_COUNTS, records: 1, tooLarge: 1 });
    assert.deepEqual(warnings, ["1: the module has no memory for the record; it passes unchanged"]);
  });

  it("passes a line that is too long, and keeps counting lines", async () => {
    const { tagger, tally, written, warnings } = await makeTagger(TRAP_ON_X);
    feed(tagger, "{}");
    tagger.oversize();
    tagger.pass(Buffer.from("aa"));
    tagger.pass(Buffer.from("a\n"));
    feed(tagger, "{x}");
    assert.equal(written(), "{}\naaa\n{x}\n");
    assert.deepEqual(tally.counts, { ...NO_COUNTS, records: 3, tooLarge: 1, failed: 1 });
    assert.match(warnings.join("\n"), /^2: the record is too long.*\n3: the module trapped/);
  });
});
