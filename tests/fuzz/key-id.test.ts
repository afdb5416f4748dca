/**
 * The id of a key in its ARN against an exception's patterns, after a record in which a string began at the address of the id's
 * slash: what was noted about that string must not affect the id.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { MODULE_PATH } from "../oracle/project.js";

const RAW = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
const ID = "abcdef0123456789";
const MATCH = `{${RAW},"requestParameters":{"keyId":"arn:aws:kms:eu-west-1:111122223333:key/${ID}"}}`;

/** Returns a record that does not match, with a string of this length at this offset. */
function stringAt(offset: number, length: number): string {
  const head = '{"eventName":"DisableKey","pad":"';
  const begun = `${head}${"x".repeat(offset - head.length - '","s":'.length)}","s":`;
  return `${begun}"${"y".repeat(length)}"}`;
}

async function verdictWith(pattern: string, before: string): Promise<string> {
  const exception = { id: "x", reason: "r", when: { "key.id": [pattern] } };
  const files = { "keyward.json": JSON.stringify({ exceptions: [exception] }) };
  const host = new FluentBitHost(await loadModule(MODULE_PATH, { files }));
  host.filter("tag", before);
  const result = host.filter("tag", MATCH);
  assert.equal(result.outcome, "modified");
  return (JSON.parse(Buffer.from(result.record).toString()) as { keyward: { verdict: string } }).keyward.verdict;
}

describe("an exception by a key's id", () => {
  const slash = MATCH.indexOf(`/${ID}`);
  for (const length of [0, 1, 6, 40, 300]) {
    for (const [pattern, verdict] of [
      [ID, "suppressed"],
      ["abc*89", "suppressed"],
      // The id as it would read if the pattern overwrote its end.
      ["abcdef01abcdef01", "match"],
      ["*x", "match"],
    ] as const) {
      it(`says ${verdict} by ${pattern}, after a string of ${length} characters at the same address`, async () => {
        const before = stringAt(slash, length);
        assert.equal(before[slash], '"');
        assert.equal(await verdictWith(pattern, "{}"), verdict);
        assert.equal(await verdictWith(pattern, before), verdict);
      });
    }
  }
});
