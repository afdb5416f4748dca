/**
 * Two independent engines, V8 and gcc with wasm2c, run the same module through the same calls: every address, every returned byte
 * and all of the remaining memory must be the same.
 */
import assert from "node:assert/strict";
import { after, describe, it, type TestContext } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { instantiateModule, type CompiledModule, type KeywardModule } from "#keyward/module.js";
import { Guest } from "#keyward/hosts/guest.js";
import { brokenConfig, wildConfig } from "../oracle/config/break-configs.js";
import { generateConfig } from "../oracle/config/generate-configs.js";
import { generateRecord } from "../oracle/config/generate-records.js";
import { generate } from "../oracle/generate.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { actionsAndFew, cloudTrailLines, fixtures, MODULE_PATH } from "../oracle/project.js";
import { judge } from "../oracle/rule.js";
import { isThorough, runSettings } from "../settings.js";
import { EngineProgram, type Answer, type Request } from "./engine-program.js";

const CONFIGS = isThorough ? 40 : 4;
const RECORDS_EACH = 50;
/** Number of configurations of each kind that are only checked. */
const CHECKED = isThorough ? 300 : 40;

const TAG = Buffer.from("cloudtrail");
const TIME = { seconds: 0, nanoseconds: 0 };

let program: EngineProgram | undefined;
after(() => program?.dispose());

/** Returns the native program, made once; undefined, with the test skipped, if it cannot be made. */
function programFor(t: TestContext): EngineProgram | undefined {
  program ??= EngineProgram.compile(t);
  return program;
}

/** Does in V8 what engine-host.c does. */
function answerInV8(module: KeywardModule, guest: Guest, { kind, bytes }: Request): Answer {
  const answer = (addresses: number[]): Answer => {
    const result = addresses[0] ?? 0;
    const string = result === 0 ? Buffer.alloc(0) : guest.readString(result);
    assert.ok(string !== undefined, `the string at ${result} does not end`);
    return { addresses, bytes: Buffer.from(string) };
  };
  if (kind === "m") return { addresses: [0, 0, 0], bytes: Buffer.from(guest.bytes()) };
  if (kind === "c") {
    // `call` passes a tag before the record: a configuration has none.
    const address = module.malloc(bytes.length + 1) >>> 0;
    assert.notEqual(address, 0);
    guest.bytes().set([...bytes, 0], address);
    return answer([module.check(address, bytes.length) >>> 0, address, 0]);
  }
  const call = guest.call(kind === "t" ? module.tag : module.keep, TAG, bytes, TIME);
  const made = answer([call.result, call.tagAddress, call.recordAddress]);
  guest.free(call);
  return made;
}

/** Runs requests through a new instance in each engine. Returns how many records were annotated and how many dropped. */
function compare(
  engine: EngineProgram,
  compiled: CompiledModule,
  requests: readonly Request[],
  config?: string | Uint8Array,
): { annotated: number; dropped: number } {
  const all: Request[] = [...requests, { kind: "m", bytes: new Uint8Array() }];
  let said = "";
  const stderr = (text: string): void => {
    said += text;
  };
  const files = config === undefined ? {} : { files: { "keyward.json": config } };
  const module = instantiateModule(compiled, { ...files, stderr });
  const guest = new Guest(module);
  const native = engine.answer(all, config);
  const found = { annotated: 0, dropped: 0 };
  assert.equal(native.answers.length, all.length);
  all.forEach((request, index) => {
    const expected = answerInV8(module, guest, request);
    const actual = native.answers[index];
    const [result, , record] = expected.addresses;
    if (request.kind !== "m" && result === 0) found.dropped++;
    else if (request.kind !== "m" && result !== record) found.annotated++;
    if (actual?.bytes.equals(expected.bytes) === true && String(actual.addresses) === String(expected.addresses))
      return;
    assert.fail(`request ${index} (${request.kind}): ${tellDifference(actual, expected)}, of ${shown(request.bytes)}`);
  });
  assert.equal(native.stderr, said);
  return found;
}

function tellDifference(actual: Answer | undefined, expected: Answer): string {
  if (actual === undefined) return "no answer of the native program";
  const addresses = `addresses ${String(actual.addresses)} natively, ${String(expected.addresses)} in V8`;
  const first = expected.bytes.findIndex((byte, at) => byte !== actual.bytes[at]);
  const lengths = `${actual.bytes.length} and ${expected.bytes.length} bytes`;
  const [native, v8] = [actual, expected].map(({ bytes }) =>
    shown(bytes.subarray(Math.max(0, first - 40), first + 40)),
  );
  return `${addresses}; ${lengths}, which differ at ${first}: ${native ?? ""} and ${v8 ?? ""}`;
}

/** Shows bytes, most of them text, on one line. */
function shown(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, 2000)).toString("latin1"));
}

/** Returns requests that put each record through both filters in the same instance. */
function inBoth(records: readonly Uint8Array[]): Request[] {
  return records.flatMap((bytes) => [
    { kind: "t", bytes },
    { kind: "k", bytes },
  ]);
}

describe("the module in V8 and through wasm2c and gcc", () => {
  const { seed, records } = runSettings(150, 5000);

  it("gives the same for every fixture", async (t) => {
    const engine = programFor(t);
    if (engine === undefined) return;
    const all = fixtures();
    const found = compare(engine, await compileModule(MODULE_PATH), inBoth(all.map(({ bytes }) => bytes)));
    // Both filters annotate a record with a match or a possible one; `keep` drops the others, except unread ones.
    const annotated = all.filter(({ matches, possible }) => matches || possible.length > 0).length;
    const dropped = all.filter(({ bytes }) => !judge(bytes).isKept).length;
    assert.ok(dropped > 50);
    assert.deepEqual(found, { annotated: 2 * annotated, dropped });
  });

  it(`gives the same for ${records} generated records of seed ${seed}`, async (t) => {
    const engine = programFor(t);
    if (engine === undefined) return;
    const made = Array.from({ length: records }, (_, index) =>
      index % 2 === 0 ? generate(seed, index).bytes : generateShape(seed, index).bytes,
    );
    const found = compare(engine, await compileModule(MODULE_PATH), inBoth(made));
    t.diagnostic(`${found.annotated} annotated and ${found.dropped} dropped of ${2 * records} calls`);
    assert.ok(found.annotated > 0.2 * records && found.dropped > 0.2 * records, "too few to mean anything");
  });

  it("gives the same for real CloudTrail", async (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    const engine = programFor(t);
    if (engine === undefined) return;
    const tried = actionsAndFew(lines, 400);
    const found = compare(engine, await compileModule(MODULE_PATH), inBoth(tried.map(({ bytes }) => bytes)));
    assert.ok(found.annotated > 0 && found.dropped > tried.length / 2);
  });

  it(`gives the same with ${CONFIGS} generated configurations and as many broken ones`, async (t) => {
    const engine = programFor(t);
    if (engine === undefined) return;
    const module = await compileModule(MODULE_PATH);
    let annotated = 0;
    for (let index = 0; index < CONFIGS; index++) {
      const made = Array.from(
        { length: RECORDS_EACH },
        (_, at) => generateRecord(seed, index * RECORDS_EACH + at).bytes,
      );
      annotated += compare(engine, module, inBoth(made), generateConfig(seed, index).text).annotated;
      annotated += compare(engine, module, inBoth(made.slice(0, 5)), brokenConfig(seed, index).bytes).annotated;
    }
    assert.ok(annotated > CONFIGS * RECORDS_EACH * 0.2, `${annotated} annotated`);
  });

  it(`agrees on the check of ${3 * CHECKED} configurations`, async (t) => {
    const engine = programFor(t);
    if (engine === undefined) return;
    const texts = Array.from({ length: CHECKED }, (_, index) => [
      Buffer.from(generateConfig(seed, index).text),
      brokenConfig(seed, index).bytes,
      wildConfig(seed, index),
    ]).flat();
    const requests = texts.map((bytes): Request => ({ kind: "c", bytes }));
    compare(engine, await compileModule(MODULE_PATH), requests);
  });
});
