import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { createColors } from "picocolors";
import { buildGuide } from "#keyward/triage/build-guide.js";
import type { Guide } from "#keyward/triage/guide.js";
import { renderText } from "#keyward/triage/text.js";
import { blocksOf, BY_ROLE, BY_USER, commandsOf, findingOf, guideOf, HOSTILE, NOW } from "./support.js";

const PLAIN = createColors(false);

function linesOf(guide: Guide, width = 80): string[] {
  const text = renderText(guide, { width, colors: PLAIN });
  assert.ok(text.endsWith("\n") && !text.endsWith("\n\n"));
  return text.slice(0, -1).split("\n");
}

describe("a guide for a terminal", () => {
  it("wraps only at spaces, except for commands and code", async () => {
    const guide = await guideOf(BY_ROLE);
    const whole = [...commandsOf(guide), ...blocksOf(guide, "code").flatMap(({ text }) => text.split("\n"))].map(
      (line) => `    ${line}`,
    );
    const words = linesOf(guide, 10_000).join(" ").split(/ +/);
    for (const width of [1, 20, 40, 60, 80, 100, 200]) {
      const lines = linesOf(guide, width);
      for (const line of lines) {
        const longestWord = Math.max(
          ...line
            .trim()
            .split(" ")
            .map(({ length }) => length),
        );
        const isLongWord = longestWord > Math.min(36, Math.max(width, 30) - 4);
        assert.ok(line.length <= Math.max(width, 30) || whole.includes(line) || isLongWord, `${width}: ${line}`);
      }
      // Nothing is lost.
      for (const line of whole) assert.ok(lines.includes(line), line);
      assert.deepEqual(lines.join(" ").split(/ +/).sort(), [...words].sort(), String(width));
    }
  });

  it("has no trailing white space, and never two blank lines", async () => {
    const lines = linesOf(await guideOf(BY_USER));
    for (const line of lines) assert.doesNotMatch(line, / $/);
    assert.doesNotMatch(lines.join("\n"), /\n\n\n/);
  });

  it("puts labels above values if there is no room next to them", () => {
    const guide: Guide = {
      title: "T",
      sections: [
        { title: "S", blocks: [{ kind: "facts", rows: [{ label: "a long label here", value: "the value of it" }] }] },
      ],
    };
    assert.deepEqual(linesOf(guide, 56), ["T", "", "S", "  a long label here", "    the value of it"]);
    assert.deepEqual(linesOf(guide, 60), ["T", "", "S", "  a long label here  the value of it"]);
  });

  it("counts wide characters as two columns, and combining marks as none", () => {
    const guide = (value: string): Guide => ({
      title: "T",
      sections: [{ title: "S", blocks: [{ kind: "text", text: value }] }],
    });
    assert.deepEqual(linesOf(guide("密鑰密鑰密鑰 密鑰密鑰密鑰 xxx"), 30).slice(3), [
      "  密鑰密鑰密鑰 密鑰密鑰密鑰",
      "  xxx",
    ]);
    assert.deepEqual(linesOf(guide(`${"e\u0301".repeat(14)} ${"e\u0301".repeat(13)}`), 30).slice(3).length, 1);
  });

  it("escapes what could move the cursor or reverse text", async () => {
    const base = await findingOf(BY_ROLE);
    for (const text of HOSTILE) {
      const finding = {
        ...base,
        file: text,
        path: text,
        user_agent: text,
        error_message: text,
        exception: { id: text, reason: text },
      };
      const guide = buildGuide({ ...finding, details: { ...base.details, invoked_by: text } }, NOW);
      const output = renderText(guide, { width: 80, colors: PLAIN });
      assert.doesNotMatch(output, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      assert.ok(output.length < 100_000, `${output.length}`);
    }
    const agent = renderText(buildGuide({ ...base, user_agent: "\u001b[2Jx" }, NOW), { width: 80, colors: PLAIN });
    assert.match(agent, /user agent +\\u001b\[2Jx\n/);
  });

  it("is colored only on request, and otherwise the same", async () => {
    const guide = await guideOf(BY_ROLE);
    const colored = renderText(guide, { width: 80, colors: createColors(true) });
    assert.ok(colored.includes("\u001b[1m"));
    assert.equal(stripVTControlCharacters(colored), renderText(guide, { width: 80, colors: PLAIN }));
  });
});
