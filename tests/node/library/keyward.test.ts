/** The library: its inputs and outputs, and that no trap and no broken record is silent. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import "../support/liftoff.js";
import binaryen from "binaryen";
import { ConfigError, createKeyward, ModuleError } from "#keyward/index.js";
import { coreModule } from "#keyward/inline/core-module.js";
import { CORE_MODULE } from "#keyward/module-files.js";
import { BUILT_MODULE } from "../support/files.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"1"}';
const OTHER = '{"eventSource":"kms.amazonaws.com","eventName":"Decrypt"}';
const TRAPPING = '{x"eventName":"DisableKey"}';
const plain = await createKeyward();

/**
 * Returns the module for Node with functions that trap on a record that begins with `{x` and on every later one: only another
 * instance judges again. `at`: the parameter with the record's address.
 */
function trappingModule(functions: Record<string, { parameters: number; at: number }>): Uint8Array {
  const module = binaryen.readBinary(readFileSync(CORE_MODULE));
  module.setFeatures(binaryen.Features.All);
  module.addGlobal("broken", binaryen.i32, true, module.i32.const(0));
  for (const [name, { parameters, at }] of Object.entries(functions)) {
    const inner = binaryen.getExportInfo(module.getExport(name)).value;
    const locals = Array.from({ length: parameters }, (_, index) => module.local.get(index, binaryen.i32));
    const second = module.i32.load8_u(1, 1, module.local.get(at, binaryen.i32));
    const isTrapping = module.i32.or(
      module.global.get("broken", binaryen.i32),
      module.i32.eq(second, module.i32.const(0x78)),
    );
    const body = module.if(
      isTrapping,
      module.block(null, [module.global.set("broken", module.i32.const(1)), module.unreachable()]),
      module.call(inner, locals, binaryen.i32),
    );
    const types = binaryen.createType(Array.from({ length: parameters }, () => binaryen.i32));
    module.addFunction(`trapping ${name}`, types, binaryen.i32, [], body);
    module.removeExport(name);
    module.addFunctionExport(`trapping ${name}`, name);
  }
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

async function streamed(chunks: readonly (string | Uint8Array)[], stream = plain.stream()): Promise<string> {
  const writer = stream.writable.getWriter();
  const written = (async () => {
    for (const chunk of chunks) await writer.write(chunk);
    await writer.close();
  })();
  let text = "";
  for await (const chunk of stream.readable) text += Buffer.from(chunk).toString();
  await written;
  return text;
}

describe("createKeyward", () => {
  it("accepts a configuration as an object, text or bytes", async () => {
    const value = { severity: "high" };
    const text = JSON.stringify(value);
    for (const config of [value, text, new TextEncoder().encode(text)]) {
      const { records } = (await createKeyward({ config })).tag(MATCH);
      assert.match(records, /"severity":"high"/);
    }
  });

  it("rejects an invalid configuration, and lists every error", async () => {
    await assert.rejects(createKeyward({ config: { denied: 1, cap: 2 } }), (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.lines.map((line) => line.slice(0, 8)),
        ["/denied:", "/cap: 2 "],
      );
      return true;
    });
  });

  it("rejects another host's module, and what is not one", async () => {
    const other = createKeyward({ module: readFileSync(BUILT_MODULE) });
    await assert.rejects(other, new ModuleError("keyward.core.wasm: not the module for Node"));
    await assert.rejects(createKeyward({ module: Uint8Array.of(1) }), /^ModuleError: keyward.core.wasm: not a WASM/);
  });

  it("includes the built module, byte for byte", () => {
    assert.ok(Buffer.from(coreModule).equals(readFileSync(CORE_MODULE)));
  });
});

describe("tag", () => {
  it("returns the very same value if there is nothing to report", () => {
    const bytes = new TextEncoder().encode(OTHER);
    for (const records of [OTHER, "text", "", bytes]) {
      const tagged = plain.tag(records);
      assert.equal(tagged.records, records);
      assert.deepEqual(tagged, { records, matches: 0, annotatedBefore: 0, problems: [] });
    }
  });

  it("annotates text as text, and bytes as plain bytes", () => {
    const text = plain.tag(MATCH);
    const bytes = plain.tag(new TextEncoder().encode(MATCH));
    assert.equal(typeof text.records, "string");
    assert.equal(Object.getPrototypeOf(bytes.records), Uint8Array.prototype);
    assert.equal(Buffer.from(bytes.records).toString(), text.records);
    assert.ok(text.records.startsWith(MATCH.slice(0, -1)) && text.verdict === "match" && text.matches === 1);
  });

  it("annotates each of several records, and leaves every other byte", () => {
    const { records, matches } = plain.tag(`${OTHER}\r\n\n${MATCH}\n${OTHER}${MATCH}`);
    const one = plain.tag(MATCH).records;
    assert.deepEqual([records, matches], [`${OTHER}\r\n\n${one}\n${OTHER}${one}`, 2]);
  });

  it("reports the lines that name an action and could not be judged", () => {
    const { records, problems } = plain.tag(`${MATCH}\n{"eventName":"DisableKey"}\n{"a":DisableKey}\n${OTHER}`);
    assert.deepEqual(
      problems.map(({ line, reason }) => `${line}: ${reason.replace(/.*judged: /, "")}`),
      ["2: no CloudTrail event is recognized in it", "3: it is not JSON"],
    );
    assert.ok(records.endsWith(`\n{"eventName":"DisableKey"}\n{"a":DisableKey}\n${OTHER}`));
    assert.deepEqual(plain.tag(OTHER).problems, []);
  });

  it("returns the strongest verdict, and counts annotated records", async () => {
    const keyward = await createKeyward({ config: { denied: "annotate" } });
    const denied = MATCH.replace("}", ',"errorCode":"AccessDenied"}');
    assert.equal(keyward.tag(denied).verdict, "denied");
    assert.equal(keyward.tag(`${denied}\n${MATCH}`).verdict, "match");
    const { records } = keyward.tag(MATCH);
    assert.deepEqual(keyward.tag(records), { records, matches: 0, annotatedBefore: 1, problems: [] });
  });

  it("remembers matches from call to call, separately from events", async () => {
    const keyward = await createKeyward({ config: { duplicates: { window_seconds: 60 } } });
    const record = MATCH.replace("}", ',"eventTime":"2026-03-04T09:03:41Z"}');
    assert.deepEqual([keyward.tag(record).verdict, keyward.tag(record).verdict], ["match", "duplicate"]);
    assert.equal(keyward.events(record).events[0]?.verdict, "match");
  });

  it("passes a record on which the module traps, reports it, and goes on with another instance", async () => {
    const keyward = await createKeyward({ module: trappingModule({ tag: { parameters: 6, at: 4 } }) });
    const { records, problems } = keyward.tag(TRAPPING);
    assert.equal(records, TRAPPING);
    assert.match(problems[0]?.reason ?? "", /^the module trapped \(unreachable\); the record passes unchanged$/);
    assert.equal(keyward.tag(MATCH).verdict, "match");
  });
});

describe("events", () => {
  it("are those of one record or several, with their file and line", () => {
    const { events, problems } = plain.events(`${OTHER}\n{"Records":[${OTHER},${MATCH}]}\n\n${MATCH}`, "log");
    assert.deepEqual(
      events.map(({ file, line, path, id }) => [file, line, path, id]),
      [
        ["log", 2, "/Records/1", "1"],
        ["log", 4, "", "1"],
      ],
    );
    assert.deepEqual(problems, []);
  });

  it("come from the events of an annotated record, not from its annotation", () => {
    const { records } = plain.tag(MATCH);
    assert.deepEqual(plain.events(records), plain.events(MATCH));
  });

  it("are not found in broken input, which is reported", () => {
    const { events, problems } = plain.events(`${OTHER}\n{"a":"DisableKey`, "log");
    assert.deepEqual([events, problems.map(({ line }) => line)], [[], [2, 2]]);
  });

  it("go on after a trap, which is reported", async () => {
    const keyward = await createKeyward({ module: trappingModule({ startFindings: { parameters: 2, at: 0 } }) });
    const { events, problems } = keyward.events(TRAPPING);
    assert.deepEqual([events, problems], [[], [{ line: 1, reason: "the module trapped (unreachable)" }]]);
    assert.equal(keyward.events(MATCH).events.length, 1);
  });

  it("are only those of KMS; whether a record holds any event is a separate question", () => {
    assert.ok(plain.holdsEvent(OTHER) && plain.holdsEvent(`{"Records":[${OTHER}]}`));
    assert.ok(plain.holdsEvent(`{"a":1}\ntext\n${OTHER}\n`));
    for (const none of ['{"a":1}', "text", `{"a":1}\n{"b":2}`, OTHER.slice(1)])
      assert.ok(!plain.holdsEvent(none), none);
  });
});

describe("explain, guide and checkConfig", () => {
  it("explain, also after a trap", async () => {
    const keyward = await createKeyward({ module: trappingModule({ startRecord: { parameters: 2, at: 0 } }) });
    assert.equal(keyward.explain(TRAPPING).unreadable?.reason, "trap");
    assert.deepEqual(
      keyward.explain(MATCH).events.map(({ cause }) => cause),
      ["match"],
    );
  });

  it("explain by the configuration", async () => {
    const exceptions = [{ id: "e", reason: "r", when: { action: ["DisableKey"] } }];
    const { events } = (await createKeyward({ config: { exceptions } })).explain(MATCH);
    assert.deepEqual([events[0]?.cause, events[0]?.suppressedBy], ["exception", "e"]);
  });

  it("guide through an event, at a given time", () => {
    const [event] = plain.events(MATCH.replace("}", ',"eventTime":"2026-03-04T09:03:41Z"}')).events;
    assert.ok(event !== undefined);
    assert.match(plain.guide(event, 0).title, /^A KMS key disabled, 2026-03-04T09:03:41Z$/);
  });

  it("check a configuration without applying it", () => {
    assert.deepEqual(plain.checkConfig({ severity: "low" }), []);
    assert.equal(plain.checkConfig("{").length, 1);
  });
});

describe("a stream", () => {
  it("gives the same output for input in any pieces", async () => {
    const text = `${OTHER}\n${MATCH}\n{"a":\n1}\n${MATCH}`;
    const expected = plain.tag(text).records;
    for (const size of [1, 7, 64, 1000]) {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.slice(index * size, (index + 1) * size),
      );
      assert.equal(await streamed(pieces), expected);
      assert.equal(await streamed(pieces.map((piece) => new TextEncoder().encode(piece))), expected);
    }
  });

  it("accepts chunks that are overwritten afterwards", async () => {
    const stream = plain.stream();
    const writer = stream.writable.getWriter();
    const chunk = new TextEncoder().encode(MATCH.slice(0, 20));
    const first = writer.write(chunk);
    const reading = new Response(stream.readable).text();
    await first;
    chunk.fill(0x20);
    await writer.write(MATCH.slice(20));
    await writer.close();
    assert.equal(await reading, plain.tag(MATCH).records);
  });

  it("keeps only matches and what it could not judge, if asked to", async () => {
    const problems: number[] = [];
    const stream = plain.stream({ keep: true, onProblem: ({ line }) => problems.push(line) });
    const unread = '{"eventName":"DisableKey"}';
    const text = await streamed([`${OTHER}\n${MATCH}\n${unread}\n`], stream);
    assert.equal(text, `${plain.tag(MATCH).records}\n${unread}\n`);
    assert.deepEqual(problems, [3]);
  });

  it("warns on the console about what it could not judge", async (t) => {
    const warn = t.mock.method(console, "warn", () => undefined);
    await streamed(['\n{"eventName":"DisableKey"}']);
    assert.deepEqual(
      warn.mock.calls.map(({ arguments: [text] }) => text as string),
      ["keyward: line 2: names an action of the rule and could not be judged: no CloudTrail event is recognized in it"],
    );
  });
});
