/** A host without memory: each record that does not fit passes or leaves a notice, and no other is affected. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { compileModule } from "#keyward/module-files.js";
import { FluentBitHost, type FilterResult } from "#keyward/hosts/fluent-bit.js";
import { instantiateModule, type KeywardModule } from "#keyward/module.js";
import { FILTERS, type FilterName } from "../differential/filter-host.js";
import { generateShape } from "../oracle/generate-shapes.js";
import { isOrigin } from "../emulators/origin.js";
import { MODULE_PATH, VERSION } from "../oracle/project.js";
import { judge, UNREAD_READINGS, type Judgement } from "../oracle/rule.js";
import { few, isThorough } from "../settings.js";
import { firstPages, withMostPages } from "./no-growth.js";

const KIB = 1024;
const RAW = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const MATCH = `{${RAW},"eventID":"1"}`;
const MISS = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKeyRotation"}';
const text = (json: string): string => JSON.stringify(json);
const inLogs = (json: string, levels: number): string =>
  levels === 0 ? json : `{"log":${text(inLogs(json, levels - 1))}}`;
const pad = (kib: number): string => "x".repeat(kib * KIB);
const ocsf = (data: string): string =>
  `{"class_uid":6003,"api":{"operation":"DisableKey","service":{"name":"kms.amazonaws.com"},"response":{"data":${data}}}}`;

/** Records that need memory in every way, among small ones that need none. */
const RECORDS: [what: string, record: string][] = [
  ["a small match", MATCH],
  ["a match of 40 KiB", `{"pad":"${pad(40)}",${RAW}}`],
  ["no match, of 100 KiB", `{"pad":"${pad(100)}","eventName":"DisableKey"}`],
  ["a match of 300 KiB", `{"pad":"${pad(300)}",${RAW}}`],
  ["a match that is copied into its annotation", `{"userAgent":"${pad(150)}",${RAW}}`],
  ["a match after many brackets", `{"deep":${"[".repeat(200_000)}${"]".repeat(200_000)},${RAW}}`],
  ["a match in a text", inLogs(MATCH, 1)],
  ["a match in a text of 90 KiB", inLogs(`{"pad":"${pad(90)}",${RAW}}`, 1)],
  ["a match in four texts", inLogs(`{"pad":"${pad(20)}",${RAW}}`, 4)],
  ["many brackets in a text", inLogs(`{"deep":${"[".repeat(150_000)}${"]".repeat(150_000)},${RAW}}`, 1)],
  ["no match, in a text of 90 KiB", inLogs(`{"pad":"${pad(90)}","eventName":"DisableKey"}`, 1)],
  ["a broken text of 90 KiB", inLogs(`{"pad":"${pad(90)}",${RAW},}`, 1)],
  [
    "matches in texts, the last of them long",
    `{"Records":[${["1", pad(30), pad(80)].map((agent) => `{"body":${text(`{${RAW},"userAgent":"${agent}"}`)}}`).join()}]}`,
  ],
  ["many matches", `{"Records":[${Array.from({ length: 300 }, () => MATCH).join()}]}`],
  ["many matches in texts", `{"Records":[${Array.from({ length: 300 }, () => `{"body":${text(MATCH)}}`).join()}]}`],
  ["a long text in OCSF's data", ocsf(text(`{"pad":"${pad(60)}","keyId":"k"}`))],
  ["a bare array", `[${MATCH},${MISS},{"pad":"${pad(50)}"}]`],
  ["what is annotated already", `{"keyward":{"verdict":"match","events":[]},"pad":"${pad(50)}",${RAW}}`],
  ["what is no annotation", `{"keyward":1,"pad":"${pad(50)}",${RAW}}`],
  ["a match elsewhere", `{"elsewhere":{"pad":"${pad(50)}",${RAW}}}`],
  ["a match elsewhere in texts", `{"a":${text(inLogs(`{"pad":"${pad(70)}",${RAW}}`, 2))}}`],
  ["an unknown record", `{"pad":"${pad(50)}","call":"DisableKey"}`],
  ["no JSON", `{"pad":"${pad(50)}",${RAW}`],
  ...Array.from({ length: isThorough ? 40 : 3 }, (_, index): [string, string] => [
    `generated record ${index}`,
    Buffer.from(generateShape(1, index).bytes).toString("latin1"),
  ]),
];
const BYTES = RECORDS.map(([what, record]) => ({
  what,
  bytes: Buffer.from(record, what.startsWith("generated") ? "latin1" : "utf8"),
}));

/** A line about records that name an action and could not be judged: their number, and the reason for the last. */
const UNREAD =
  /^keyward: (\d+) records? names? DisableKey or ScheduleKeyDeletion and could not be judged; it passed unchanged\. The last one, of \d+ bytes, (.+)\n$/;
const SHORT = "needs more memory than there is";

/** Reports whether the lines are about the first, the tenth, the hundredth … of at least this many unjudged records. */
function isTold(lines: readonly string[], least: number): boolean {
  const counts = lines.map((line) => Number(UNREAD.exec(line)?.[1]));
  return counts.every((count, index) => count === 10 ** index) && 10 ** lines.length > least;
}

/** Returns the notice of a lost record. */
function lostOf(length: number): FilterResult {
  const reason = "the host had no memory to hand the record to the filter";
  const actions = '["DisableKey","ScheduleKeyDeletion"]';
  const record = Buffer.from(
    `{"keyward":{"verdict":"lost","bytes":${length},"reason":"${reason}","actions":${actions},"module":"${VERSION}"}}`,
  );
  return { outcome: "modified", record: Uint8Array.from(record) };
}

function isSame(left: FilterResult, right: FilterResult): boolean {
  if (left.outcome === "dropped" || right.outcome === "dropped") {
    return left.outcome === right.outcome && JSON.stringify(left) === JSON.stringify(right);
  }
  return left.outcome === right.outcome && Buffer.compare(left.record, right.record) === 0;
}

/** Reports whether an annotation is incomplete but says match where the right one does, with the same record. */
function isPart(answer: FilterResult, right: FilterResult): boolean {
  if (answer.outcome !== "modified" || right.outcome !== "modified") return false;
  const [{ keyward, ...rest }, { keyward: expected, ...restExpected }] = [answer, right].map(
    ({ record }) => JSON.parse(Buffer.from(record).toString()) as Annotated,
  ) as [Annotated, Annotated];
  const isFewer = keyward.matches >= 1 && keyward.matches <= expected.matches;
  return keyward.verdict === "match" && isFewer && isDeepStrictEqual(rest, restExpected);
}

interface Annotated {
  keyward: { verdict: string; matches: number };
}

const tell = (result: FilterResult): string =>
  result.outcome === "dropped"
    ? `dropped (${result.reason})`
    : `${result.outcome}: ${Buffer.from(result.record).toString("latin1").slice(-200)}`;

async function newModule(bytes?: Uint8Array, stderr?: (text: string) => void): Promise<KeywardModule> {
  return instantiateModule(await compileModule(bytes ?? MODULE_PATH), stderr === undefined ? {} : { stderr });
}

let judged: Judgement[] | undefined;

/** Returns the oracle's judgement of every record, made once. */
function judgements(): readonly Judgement[] {
  judged ??= BYTES.map(({ bytes }) => judge(bytes));
  return judged;
}

/** Returns the result for every record with enough memory. */
async function rightAnswers(filter: FilterName): Promise<FilterResult[]> {
  const host = new FluentBitHost(await newModule());
  return BYTES.map(({ bytes }) => host.filter(filter, bytes));
}

describe("a host without memory", () => {
  for (const filter of FILTERS) {
    it(`loses at most the record whose malloc is refused, for each call in turn, and ${filter} reports it`, async () => {
      const right = await rightAnswers(filter);
      // Two calls per record: for its tag and for itself.
      for (const refused of few([...Array(2 * BYTES.length).keys()], 9)) {
        const module = await newModule();
        let calls = 0;
        const malloc = (size: number): number => (calls++ === refused ? 0 : module.malloc(size));
        const host = new FluentBitHost({ ...module, malloc });
        BYTES.forEach(({ what, bytes }, index) => {
          const answer = host.filter(filter, bytes);
          const expected = refused === 2 * index + 1 ? lostOf(bytes.length) : (right[index] as FilterResult);
          assert.ok(isSame(answer, expected), `call ${refused} refused, ${what}: ${tell(answer)}`);
        });
        assert.equal(calls, 2 * BYTES.length);
      }
    });

    it(`never lets ${filter} drop or break a record when memory cannot grow`, async (t) => {
      const binary = await readFile(MODULE_PATH);
      const right = await rightAnswers(filter);
      const unreadAnyway = judgements().map(({ reading }) => UNREAD_READINGS.includes(reading));
      const needed = await pagesNeeded(filter);
      const seen = { right: 0, lost: 0, unchanged: 0, part: 0 };
      const problems: string[] = [];
      const first = firstPages(binary);
      for (const most of few(
        Array.from({ length: needed - first + 1 }, (_, less) => needed - less),
        6,
      )) {
        const lines: string[] = [];
        const module = await newModule(withMostPages(binary, most), (line) => {
          if (!isOrigin(line)) lines.push(line);
        });
        let unread = 0;
        const host = new FluentBitHost(module, { free: most % 2 === 0 });
        BYTES.forEach(({ what, bytes }, index) => {
          const answer = host.filter(filter, bytes);
          const isLost = isSame(answer, lostOf(bytes.length));
          const isRight = isSame(answer, right[index] as FilterResult);
          if (!isLost && (!isRight || unreadAnyway[index] === true)) unread++;
          if (isRight) seen.right++;
          else if (isLost) seen.lost++;
          else if (answer.outcome === "kept") seen.unchanged++;
          else if (isPart(answer, right[index] as FilterResult)) seen.part++;
          else problems.push(`${most} pages, ${what}: ${tell(answer)}, not ${tell(right[index] as FilterResult)}`);
          // Small records are judged again at once.
          assert.equal(host.filter("tag", MATCH).outcome, "modified", `${most} pages, after ${what}`);
          assert.equal(host.filter("keep", MISS).outcome, "dropped", `${most} pages, after ${what}`);
        });
        assert.ok(module.memory.buffer.byteLength <= most * 64 * KIB);
        assert.ok(isTold(lines, unread), `${most} pages, ${unread} records: ${lines.join("")}`);
        if (most === needed) {
          assert.equal(unread, unreadAnyway.filter((is) => is).length);
          assert.ok(!isTold(lines, 10 * unread) && !lines.join("").includes(SHORT), lines.join(""));
        }
      }
      t.diagnostic(`${first} to ${needed} pages: ${JSON.stringify(seen)}`);
      assert.deepEqual(problems, []);
      assert.ok(seen.lost > 0 && seen.unchanged > 0 && seen.right > seen.lost, JSON.stringify(seen));
    });
  }

  it("has records that match, and others", () => {
    const verdicts = judgements().map(({ verdict }) => verdict);
    for (const verdict of ["match", "no match", "already", "not understood"]) {
      assert.ok(verdicts.includes(verdict as (typeof verdicts)[number]), verdict);
    }
  });
});

/** Returns the number of pages that an instance has after all records. */
async function pagesNeeded(filter: FilterName): Promise<number> {
  const module = await newModule();
  const host = new FluentBitHost(module);
  for (const { bytes } of BYTES) host.filter(filter, bytes);
  return module.memory.buffer.byteLength / (64 * KIB);
}
