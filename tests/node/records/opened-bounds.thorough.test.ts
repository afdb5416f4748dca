/** The limit for opening one record's base64 and gzip. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { openRecords } from "#keyward/records/opened-records.js";

const MIB = 1024 * 1024;

describe("envelopes of base64", () => {
  it("are opened up to 256 MiB in total", { timeout: 60_000 }, () => {
    const data = gzipSync(Buffer.alloc(90 * MIB)).toString("base64");
    const record = JSON.stringify({
      requestId: "r",
      timestamp: 1,
      records: Array.from({ length: 50 }, () => ({ data })),
    });
    const problems = Array.from(openRecords(Buffer.from(record)), ({ problem }) => problem);
    assert.deepEqual(problems, ["broken", "broken", ...Array<string>(48).fill("sealed")]);
  });
});
