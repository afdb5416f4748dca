import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { alertLines } from "#keyward/terminal/alert.js";
import { escapeForTerminal } from "#keyward/terminal/escape.js";
import { Messages, summaryText } from "#keyward/terminal/messages.js";
import { csvText } from "#keyward/report/csv.js";
import { safeJson } from "#keyward/report/json.js";
import { NO_COUNTS } from "../support/counts.js";

describe("escapeForTerminal", () => {
  it("escapes what could move the cursor, turn or hide text", () => {
    assert.equal(escapeForTerminal("a\u001b[2Jb\r\n\u007f\u009b"), "a\\u001b[2Jb\\u000d\\u000a\\u007f\\u009b");
    assert.equal(
      escapeForTerminal("a\u202eb\u200bc\u2028\u{e0041}\ud800"),
      "a\\u202eb\\u200bc\\u2028\\u{e0041}\\ud800",
    );
  });

  it("escapes invisible characters, and spaces wider than one column", () => {
    const unseen = [0x34f, 0x115f, 0x1160, 0x17b4, 0x180b, 0x2065, 0x2800, 0x3164, 0xfe0f, 0xffa0, 0xfff0, 0xe0100];
    const spaces = [0xa0, 0x1680, 0x2000, 0x2003, 0x200a, 0x202f, 0x205f, 0x3000];
    for (const code of [...unseen, ...spaces]) {
      const character = String.fromCodePoint(code);
      const hex = code.toString(16);
      const escape = code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
      assert.equal(escapeForTerminal(`a${character}b`), `a${escape}b`);
      assert.equal(JSON.parse(safeJson(`a${character}b`)), `a${character}b`);
      assert.match(safeJson(`a${character}b`), /^"a(?:\\u[0-9a-f]{4}){1,2}b"$/);
      assert.ok(csvText([[`a${character}b`]]).startsWith(`a${escape}b`));
    }
  });

  it("leaves letters of every language and emoji unchanged", () => {
    assert.equal(escapeForTerminal("J\u00fcrgen \u6f22\u5b57 \u{1f511}"), "J\u00fcrgen \u6f22\u5b57 \u{1f511}");
  });
});

describe("Messages", () => {
  it("shows only the first warnings, and says so", () => {
    const lines: string[] = [];
    const messages = new Messages((text) => lines.push(text));
    for (let n = 1; n <= 30; n++) messages.warning(`file:${n}: \u001b[1m`);
    assert.equal(lines.length, 21);
    assert.equal(lines[0], "keyward: file:1: \\u001b[1m\n");
    assert.equal(lines[20], "keyward: more such lines are not shown\n");
  });
});

describe("summaryText", () => {
  const counts = { ...NO_COUNTS, records: 3437, matches: 10 };

  it("always has the main counts", () => {
    assert.equal(summaryText(counts, 0.249), "3,437 records, 10 matches, 0 dropped, 0 not JSON, 0.2 s");
  });

  it("counts other verdicts by name", () => {
    assert.equal(
      summaryText({ ...counts, marked: { suppressed: 1200, denied: 3 } }, 1),
      "3,437 records, 10 matches, 1,200 suppressed, 3 denied, 0 dropped, 0 not JSON, 1.0 s",
    );
  });

  it("uses the singular, and shows rare counts only if nonzero", () => {
    const rare = { ...counts, records: 1, matches: 1, tooLarge: 1, failed: 2 };
    assert.equal(
      summaryText(rare, 61),
      "1 record, 1 match, 0 dropped, 0 not JSON, 1 too large to judge, 2 that the module failed on, 61.0 s",
    );
  });
});

describe("alertLines", () => {
  it("shows known fields, escaped, and leaves the rest out", () => {
    const lines = alertLines({
      action: "DisableKey",
      key: { id: "k\u001b" },
      actor: { arn: "a" },
      user_agent: "cli/2 x",
    });
    assert.deepEqual(lines, [
      "  DisableKey  at an unknown time",
      "    key     k\\u001b",
      "    by      a",
      "    from    cli/2",
    ]);
  });
});
