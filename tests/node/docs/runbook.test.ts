/** docs/how-to/runbook.md and the pages that continue it: their commands exist, their exceptions do what they say, and they leave nothing out. */
import { originLine } from "../../emulators/origin.js";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { checkConfig } from "#keyward/config/check-config.js";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { runShell } from "../support/cli.js";
import { pageText } from "../support/docs.js";
import { assertNoClaim } from "../triage/claims.js";
import { readCall } from "../triage/commands.js";
import { runLines } from "../triage/support.js";

const TEXT = pageText("how-to/runbook", "how-to/expected-changes", "how-to/hardening");
const HEADINGS = [...TEXT.matchAll(/^#{2,3} (.*)$/gm)].map(([, title = ""]) => title);

/**
 * Every point of the guide that the rule itself comes with (its "Triage and analysis"), in a few words, and the heading
 * under which it is.
 */
const POINTS: Record<string, string> = {
  "triage: who called, from the trail": "Who did it",
  "triage: the key, and what is known of it": "Which key, and what it protects",
  "triage: whether it was authorized, by changes and requests": "Was it requested",
  "triage: that it succeeded, and what that does to data": "Did it succeed, and what fails now",
  "triage: the time, against maintenance and incidents": "Does the time fit",
  "triage: asking who did it": "Ask who did it",
  "false positive: routine management": "Routine key management",
  "false positive: scripts and tools": "Automation: rotation, lifecycles, teardown",
  "false positive: test environments": "Test environments",
  "false positive: maintenance, audits": "Maintenance and audits",
  "false positive: wrong tags": "Keys with wrong tags",
  "response: asking the owner whether it was meant": "Confirm that it was not intended",
  "response: revoking credentials and permissions": "Stop the caller",
  "response: restoring access to data": "Restore access to the data",
  "response: escalating": "Escalate",
  "response: more monitoring": "Watch for more",
  "response: tighter permissions": "Restrict who can do it",
  "response: a review afterwards": "Review afterwards",
};

/** The code blocks of a language, each with the heading that it stands under. */
function blocks(language: string): { heading: string; text: string; table: string }[] {
  return TEXT.split(/^(?=#{2,3} )/m).flatMap((section) => {
    const heading = /^#{2,3} (.*)$/m.exec(section)?.[1] ?? "";
    const pattern = new RegExp(`\`\`\`${language}\n([^]*?)\`\`\`\n+((?:\\|.*\n)*)`, "g");
    return [...section.matchAll(pattern)].map(([, text = "", table = ""]) => ({ heading, text, table }));
  });
}

describe("docs/how-to: runbook.md, expected-changes.md, hardening.md", () => {
  it("covers each point of the rule's own guide", () => {
    assert.equal(Object.keys(POINTS).length, 18);
    for (const [point, heading] of Object.entries(POINTS))
      assert.ok(HEADINGS.includes(heading), `${point}: ${heading}`);
    assert.equal(new Set(Object.values(POINTS)).size, 18);
  });

  it("has a command, an exception or a procedure under each of them", () => {
    const commands = new Set(blocks("sh").map(({ heading }) => heading));
    for (const heading of Object.values(POINTS)) {
      const section = TEXT.split(new RegExp(`^#{2,3} ${heading}$`, "m"))[1]?.split(/^#{2,3} /m)[0] ?? "";
      assert.ok(section.length > 200, heading);
    }
    for (const heading of [
      "Who did it",
      "Which key, and what it protects",
      "Stop the caller",
      "Restore access to the data",
    ]) {
      assert.ok(commands.has(heading), heading);
    }
  });

  const scripts = blocks("sh").map(({ text }) => text);

  it("has commands that a shell can read", () => {
    assert.ok(scripts.length > 15);
    for (const script of scripts) {
      const { status, stderr } = spawnSync("sh", ["-n"], { input: script, encoding: "utf8" });
      assert.deepEqual([status, stderr], [0, ""], script);
    }
  });

  it("has commands of the AWS CLI's, with options of theirs", async () => {
    const lines = scripts.flatMap((script) => script.trimEnd().split("\n"));
    const settings = lines.filter((line) => /^[A-Z_]+=/.test(line));
    const calls = lines.filter((line) => line.startsWith("aws "));
    assert.ok(settings.length >= 7 && calls.length > 40);
    assert.deepEqual(
      lines.filter((line) => !settings.includes(line) && !calls.includes(line)),
      ["keyward triage --format md examples/sample/cloudtrail.ndjson:27 > case.md"],
    );
    const seen = await runLines([...settings, ...calls.map((line) => line.replace(/ \| grep .*$/, ""))]);
    assert.equal(seen.length, calls.length);
    for (const call of seen.map(readCall)) {
      assert.ok("region" in call.options || call.command.startsWith("sts "), call.command);
      for (const [name, value] of Object.entries(call.options)) {
        assert.doesNotMatch(value, /^$|\$/, `${call.command} --${name}`);
        if (/document|pattern|config-rule/.test(name)) JSON.parse(value);
      }
    }
  });

  it("claims no state that a key has now: it looks first, and what is done goes by what describe-key says", () => {
    const prose = TEXT.replaceAll(/```[^]*?```/g, "").replaceAll(/(\S)\n(?=\S)/g, "$1 ");
    assertNoClaim(prose);
    for (const sentence of prose.match(/\*\*[^*]*`(?:Pending\w*|Disabled)`[^*]*\*\*/g) ?? assert.fail())
      assert.match(sentence, /^\*\*If the state is /);
    const look = TEXT.indexOf("aws kms describe-key");
    for (const change of TEXT.matchAll(/aws kms (?:cancel-key-deletion|enable-key)/g)) assert.ok(look < change.index);
  });

  it("has a command of Keyward's that does what is said", async () => {
    const line = scripts.find((script) => script.startsWith("keyward "))?.replace(" > case.md", "") ?? "";
    const { code, stdout } = await runShell(line, PROJECT_ROOT);
    assert.equal(code, 0);
    assert.match(stdout.toString(), /^# `examples\/sample\/cloudtrail\.ndjson:27`\n/);
  });

  it("has policies in JSON, with statements that IAM knows the parts of", () => {
    const policies = blocks("json policy").map(
      ({ text }) => JSON.parse(text) as { Version: string; Statement: object[] },
    );
    assert.equal(policies.length, 1);
    for (const { Version, Statement } of policies) {
      assert.equal(Version, "2012-10-17");
      for (const statement of Statement) {
        assert.deepEqual(Object.keys(statement), ["Sid", "Effect", "Action", "Resource", "Condition"]);
      }
    }
  });

  const event = JSON.parse(blocks("json event")[0]?.text ?? "") as object;
  for (const { heading, text, table } of blocks("json config")) {
    it(`${heading}: the configuration is allowed, and does what the table says`, async () => {
      const module = await loadModule();
      assert.deepEqual(checkConfig(module, Buffer.from(text)), []);
      const stderr = (message: string): void => {
        assert.equal(message, originLine(text));
      };
      const host = new FluentBitHost(await loadModule(undefined, { files: { "keyward.json": text }, stderr }));
      const rows = [...table.matchAll(/^\| `(\{.*\})` \| (\w+) \|$/gm)];
      assert.equal(rows.length, table.trimEnd().split("\n").length - 2);
      const verdicts = rows.map(([, change = "", expected = ""]) => {
        const result = host.filter("keep", JSON.stringify({ ...event, ...(JSON.parse(change) as object) }));
        assert.equal(result.outcome, "modified", change);
        const { keyward } = JSON.parse(Buffer.from(result.record).toString()) as { keyward: { verdict: string } };
        assert.equal(keyward.verdict, expected, change);
        return expected;
      });
      // What is meant, and a near miss of it.
      assert.ok(verdicts.includes("match") && new Set(verdicts).size > 1);
    });
  }

  it("has an exception for each kind of false alarm", () => {
    const kinds = Object.entries(POINTS).filter(([point]) => point.startsWith("false positive"));
    for (const [, heading] of kinds)
      assert.ok(
        blocks("json config").some((block) => block.heading === heading),
        heading,
      );
  });

  it("has sources for all that it cites", () => {
    const defined = new Map([...TEXT.matchAll(/^\[(S\d+)\]: (\S+)$/gm)].map(([, name = "", url = ""]) => [name, url]));
    const cited = new Set([...TEXT.matchAll(/\[(S\d+)\](?!:? https| ?\()/g)].map(([, name = ""]) => name));
    assert.deepEqual([...cited].sort(), [...defined.keys()].sort());
    for (const url of defined.values()) assert.match(url, /^https:\/\/docs\.aws\.amazon\.com\/[\w/.-]+\.html$/);
  });
});
