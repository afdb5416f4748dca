import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { isObject, own, parseRecord, type Json, type JsonObject } from "../oracle/json.js";
import { actionsAndFew, cloudTrailLines, MODULE_PATH, type DataLine } from "../oracle/project.js";
import { Random } from "../oracle/random.js";
import { judge } from "../oracle/rule.js";
import { toEcsDotted, toEcsMixed, toEcsNested } from "../oracle/to-ecs.js";
import { tellDisagreement } from "./compare.js";
import { FilterHost } from "./filter-host.js";

/** Ids of the successful events, found by hand; the publishers reuse some ids. */
const MATCHES = [
  'aws-kms-docs.ndjson "3c4226b0-1e81-48a8-a333-7fa5f3cbd118" "ScheduleKeyDeletion"',
  'aws-kms-docs.ndjson "3c4226b0-1e81-48a8-a333-7fa5f3cbd118" "ScheduleKeyDeletion"',
  'aws-kms-docs.ndjson "995c4653-3c53-4a06-a0f0-f5531997b741" "DisableKey"',
  'aws-kms-docs.ndjson "995c4653-3c53-4a06-a0f0-f5531997b741" "DisableKey"',
  'aws-kms-docs.ndjson "abcda5f-396d-494c-9380-0c47860df5f1" "ScheduleKeyDeletion"',
  'aws-kms-docs.ndjson "abcde202-ba1a-467c-b4ba-f729d45ae521" "DisableKey"',
  'aws-kms-docs.ndjson "ca01996a-01b0-4edd-bbbb-25d7b6d1a6fa" "ScheduleKeyDeletion"',
  'panther-tests.ndjson "1" "DisableKey"',
  'panther-tests.ndjson "1" "ScheduleKeyDeletion"',
  'panther-tests.ndjson "1" "ScheduleKeyDeletion"',
];
const EVENTS = 3437;

type Turn = (raw: JsonObject) => JsonObject;
const random = new Random(1);
const SHAPES: [string, Turn | undefined][] = [
  ["raw", undefined],
  ["ECS with nested objects", toEcsNested],
  ["ECS with dotted keys", toEcsDotted],
  ["ECS with mixed keys", (raw) => toEcsMixed(raw, () => random.chance(0.5))],
];

describe("the module on real CloudTrail", () => {
  for (const [shape, turn] of SHAPES) {
    it(`tags the ten events that succeed, and no others: ${shape}`, async (t) => {
      const lines = cloudTrailLines(t);
      if (lines === undefined) return;
      assert.equal(lines.length, EVENTS);
      const host = new FilterHost(await compileModule(MODULE_PATH));
      const tagged: string[] = [];
      for (const line of turn === undefined ? lines : actionsAndFew(lines, 400)) {
        const raw = recordOf(line);
        const bytes = turn === undefined ? line.bytes : new TextEncoder().encode(JSON.stringify(turn(raw)));
        assert.equal(tellDisagreement(host, bytes, line.where), undefined);
        if (host.filter("tag", bytes).outcome === "modified") tagged.push(nameOf(line, raw));
        assert.equal(
          judge(bytes).verdict === "match",
          MATCHES.includes(nameOf(line, raw)) && succeeded(raw),
          line.where,
        );
      }
      assert.deepEqual(tagged.sort(), MATCHES);
    });
  }

  it("judges an event the same in every shape", async (t) => {
    const lines = cloudTrailLines(t);
    if (lines === undefined) return;
    const host = new FilterHost(await compileModule(MODULE_PATH));
    let compared = 0;
    for (const line of lines) {
      if (judge(line.bytes).verdict !== "match") continue;
      const expected = keywardOf(host, line.bytes);
      for (const [shape, turn] of SHAPES) {
        if (turn === undefined) continue;
        const bytes = new TextEncoder().encode(JSON.stringify(turn(recordOf(line))));
        assert.deepEqual(keywardOf(host, bytes), expected, `${line.where} as ${shape}`);
        compared++;
      }
    }
    assert.equal(compared, MATCHES.length * 3);
  });
});

function recordOf({ bytes, where }: DataLine): JsonObject {
  const record = parseRecord(bytes);
  if (record === undefined) throw new Error(`${where} is no JSON object`);
  return record;
}

function nameOf({ where }: DataLine, raw: JsonObject): string {
  const name = [own(raw, "eventID"), own(raw, "eventName")].map((value) => JSON.stringify(value)).join(" ");
  return `${where.replace(/:.*/, "")} ${name}`;
}

/** Reports success by AWS's answer, which distinguishes events of the same id and name. */
function succeeded(raw: JsonObject): boolean {
  return own(raw, "errorCode") !== "NotFoundException";
}

function keywardOf(host: FilterHost, bytes: Uint8Array): Json | undefined {
  const result = host.filter("tag", bytes);
  assert.equal(result.outcome, "modified");
  const record = "record" in result ? parseRecord(result.record) : undefined;
  return isObject(record) ? own(record, "keyward") : undefined;
}
