/** Events full of values that break formats and terminals, through `keyward tag`, in three shapes. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alertLines, type MatchedEvent } from "#keyward/terminal/alert.js";
import { formatNumber } from "#keyward/terminal/numbers.js";
import { checkAnnotated } from "../../oracle/check-annotated.js";
import { Random } from "../../oracle/random.js";
import { judge } from "../../oracle/rule.js";
import { toEcsNested } from "../../oracle/to-ecs.js";
import type { JsonObject } from "../../oracle/json.js";
import { isThorough } from "../../settings.js";
import { runCli } from "../support/cli.js";

const EVENTS = isThorough ? 1500 : 100;
const COUNT = formatNumber(EVENTS);
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const PARTS = [
  '"',
  "\\",
  '\\"',
  "\\u0022",
  '"}]}}',
  '","verdict":"suppressed',
  '{"keyward":{"verdict":"match"}}',
  '"keyward":{"verdict":',
  "\u0000",
  "\u0001",
  "\b\f\n\r\t",
  "\u001b[2J\u001b[1;1H",
  "\u001b]8;;https://198.51.100.7\u0007",
  "\u007f\u0080\u009b",
  "\u202e\u2066\u200f",
  "\u2028\u2029",
  "\ufeff",
  "\ufffe\uffff",
  "\ud83d\udd11",
  "J\u00fcrgen \u6f22\u5b57",
  "/",
  "%00%0a",
  "${jndi:ldap://203.0.113.9/a}",
  "<script>alert(1)</script>",
  "DisableKey",
  "key/",
  "arn:aws:kms:eu-west-1:111122223333:key/",
  "x".repeat(300),
];

/** Returns a value of one to six such parts. */
function hostileText(random: Random): string {
  return Array.from({ length: 1 + random.below(6) }, () => random.pick(PARTS)).join("");
}

/** Returns a JSON text with some unnecessary escapes. */
function overEscaped(value: unknown, random: Random): string {
  return JSON.stringify(value).replace(/[a-zA-Z\u0080-\ud7ff]/g, (character, at: number, all: string) => {
    // What follows a backslash belongs to an escape.
    const isEscape = /\\u?[0-9a-f]{0,3}$/.test(all.slice(Math.max(0, at - 6), at));
    if (isEscape || !random.chance(0.05)) return character;
    const hex = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${random.chance(0.5) ? hex : hex.toUpperCase()}`;
  });
}

function hostileEvent(random: Random): JsonObject {
  const text = (): string => hostileText(random);
  return {
    eventSource: "kms.amazonaws.com",
    eventName: random.pick(["DisableKey", "ScheduleKeyDeletion"]),
    eventID: text(),
    eventTime: text(),
    awsRegion: text(),
    recipientAccountId: text(),
    sourceIPAddress: text(),
    userAgent: text(),
    userIdentity: { type: text(), arn: text() },
    requestParameters: { keyId: text(), pendingWindowInDays: random.below(30) },
    responseElements: {
      keyId: `arn:aws:kms:eu-west-1:111122223333:key/${text()}`,
      keyState: text(),
      deletionDate: text(),
    },
  };
}

/** Returns a record for each event, as in a file. */
const SHAPES: Record<string, (event: JsonObject, random: Random) => string> = {
  raw: (event, random) => overEscaped(event, random),
  ECS: (event, random) => overEscaped(toEcsNested(event), random),
  "a string in a string": (event, random) =>
    overEscaped({ log: JSON.stringify({ message: overEscaped(event, random) }) }, random),
};

interface Annotated {
  keyward: { verdict: string; matches: number; events: MatchedEvent[] };
}

describe("an event full of quotes, control characters, JSON, escapes and marks", () => {
  for (const [shape, write] of Object.entries(SHAPES)) {
    it(`is annotated well-formed and in full: ${shape}`, async () => {
      const random = new Random(Number(process.env.KEYWARD_SEED ?? 1));
      const events = Array.from({ length: EVENTS }, () => hostileEvent(random));
      const records = events.map((event) => write(event, random));
      const { code, stdout, stderr } = await runCli(["tag"], {
        input: records.map((record) => `${record}\n`).join(""),
      });
      assert.equal(stderr, `keyward: ${COUNT} records, ${COUNT} matches, 0 dropped, 0 not JSON, N s\n`);
      assert.equal(code, 0);
      const lines = stdout.toString().split("\n");
      assert.equal(lines.length, EVENTS + 1);
      for (const [index, record] of records.entries()) {
        const input = Buffer.from(record);
        const output = lines[index] ?? "";
        const judgement = judge(input);
        assert.equal(judgement.verdict, "match");
        assert.deepEqual(checkAnnotated(input, Buffer.from(output), judgement.events, judgement.terms), [], record);
        const { keyward } = JSON.parse(output) as Annotated;
        assert.deepEqual([keyward.verdict, keyward.matches], ["match", 1]);
        // The event's exact text, and no unescaped control character.
        assert.equal(keyward.events[0]?.user_agent, events[index]?.userAgent);
        assert.equal(keyward.events[0]?.time, events[index]?.eventTime);
        // eslint-disable-next-line no-control-regex -- they must not be there
        assert.doesNotMatch(output, /[\u0000-\u001f]/);
        for (const line of alertLines(keyward.events[0] as MatchedEvent)) assert.doesNotMatch(line, UNSAFE);
      }
    });
  }
});
