/** Every real event in every shape: ten matches each time, at their paths, and every other record unchanged. */
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { isAtPlace, shapeRows } from "../node/support/shapes-table.js";
import { parseRecord } from "../oracle/json.js";
import { cloudTrailLines, MODULE_PATH } from "../oracle/project.js";
import { judge } from "../oracle/rule.js";
import { isThorough } from "../settings.js";
import { tellDisagreement } from "./compare.js";
import { FilterHost } from "./filter-host.js";
import { BATCHINGS, WRAPPINGS, type RealEvent } from "./shape-wrappings.js";

/** The successful events, found by hand. */
const MATCHES = [
  ...[3, 4, 7, 29, 57, 58, 59].map((line) => `aws-kms-docs.ndjson:${line}`),
  ...[213, 214, 216].map((line) => `panther-tests.ndjson:${line}`),
];
const EVENTS = 3437;
/** `npm test` takes one in this many of the events that do not match. */
const SHARE = 300;

interface PlacedEvent extends RealEvent {
  where: string;
}

describe("the module on real CloudTrail in every shape", () => {
  it("has a wrapping for every row of the table", () => {
    for (const { shape, places } of shapeRows()) {
      for (const place of places) {
        assert.ok(
          WRAPPINGS.some(({ path }) => isAtPlace(path, place)),
          `${shape}: ${place}`,
        );
      }
    }
  });

  for (const { name, wrap, path } of WRAPPINGS) {
    it(`finds the ten matches, one event per record: ${name}`, async (t) => {
      const events = realEvents(t);
      if (events === undefined) return;
      const host = await newHost();
      let matches = 0;
      for (const event of events) {
        const record = encode(wrap(event));
        const paths = MATCHES.includes(event.where) ? [path] : [];
        checkRecord(host, record, paths, `${event.where} as ${name}`);
        matches += paths.length;
      }
      assert.equal(matches, MATCHES.length);
    });
  }

  for (const { name, size, wrap, path } of BATCHINGS) {
    it(`finds the ten matches, many events per record: ${name}`, async (t) => {
      const events = realEvents(t);
      if (events === undefined) return;
      const host = await newHost();
      let matches = 0;
      for (const batch of batches(events, size)) {
        const found = batch.flatMap((event, index) => (MATCHES.includes(event.where) ? [{ event, index }] : []));
        // An event that occurs twice in a record counts once.
        const once = found.filter(
          ({ event }, at) => found.findIndex((other) => identityOf(other.event) === identityOf(event)) === at,
        );
        const paths = once.map(({ index }) => path(index));
        checkRecord(host, encode(wrap(batch)), paths, `${batch[0]?.where ?? ""} and more in ${name}`);
        matches += found.length;
      }
      assert.equal(matches, MATCHES.length);
    });
  }
});

let read: PlacedEvent[] | undefined;

/** Returns the events of this run, read once; undefined, with the test skipped, if there are none. */
function realEvents(t: TestContext): PlacedEvent[] | undefined {
  if (read !== undefined) return read;
  const events = cloudTrailLines(t)?.map(({ where, bytes }) => {
    const raw = parseRecord(bytes);
    if (raw === undefined) throw new Error(`${where} is no JSON object`);
    return { where, raw, text: Buffer.from(bytes).toString() };
  });
  if (events !== undefined) assert.equal(events.length, EVENTS);
  read = events?.filter(({ where }, index) => isThorough || index % SHARE === 0 || MATCHES.includes(where));
  return read;
}

/** Returns what identifies an event. */
function identityOf({ raw }: PlacedEvent): string {
  const { eventID, eventName, eventTime, responseElements, resources, requestParameters, userIdentity } = raw as {
    [name: string]: unknown;
    responseElements?: { keyId?: string } | null;
    resources?: { ARN?: string }[];
    requestParameters?: { keyId?: string } | null;
    userIdentity?: { arn?: string };
  };
  const key = responseElements?.keyId ?? resources?.[0]?.ARN ?? requestParameters?.keyId;
  return JSON.stringify([eventID, eventName, eventTime, key, userIdentity?.arn]);
}

/** Returns neighbors in the same file, `size` at a time; whole files without a size. */
function batches(events: readonly PlacedEvent[], size = Infinity): PlacedEvent[][] {
  const made: PlacedEvent[][] = [];
  for (const event of events) {
    const last = made.at(-1);
    const file = last?.[0]?.where.split(":")[0];
    if (last !== undefined && last.length < size && event.where.startsWith(`${file}:`)) last.push(event);
    else made.push([event]);
  }
  return made;
}

/** Checks that the record has matches at exactly these paths; without any, `tag` leaves it unchanged and `keep` drops it. */
function checkRecord(host: FilterHost, record: Uint8Array, paths: string[], where: string): void {
  const tagged = host.filter("tag", record);
  assert.equal(tagged.outcome, paths.length > 0 ? "modified" : "kept", where);
  assert.ok("record" in tagged);
  if (paths.length > 0) {
    const { keyward } = JSON.parse(Buffer.from(tagged.record).toString()) as {
      keyward: { matches: number; events: { path: string }[] };
    };
    assert.deepEqual(
      keyward.events.map((event) => event.path),
      paths,
      where,
    );
    assert.equal(keyward.matches, paths.length, where);
  } else {
    assert.ok(Buffer.from(tagged.record).equals(record), where);
    assert.equal(host.filter("keep", record).outcome, judge(record).isKept ? "kept" : "dropped", where);
  }
  // Checks the rest of the annotation, and that nothing else in the record changed.
  assert.equal(tellDisagreement(host, record, where), undefined);
}

async function newHost(): Promise<FilterHost> {
  return new FilterHost(await compileModule(MODULE_PATH));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
