/** Helpers for triage tests: events, the module's findings, and a shell to run commands in. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "#keyward/engine/finding.js";
import { buildGuide } from "#keyward/triage/build-guide.js";
import type { Block, Guide } from "#keyward/triage/guide.js";
import { judged, newEngine } from "../support/engine.js";
import { temporaryFolder } from "../support/files.js";

export const NOW = Date.parse("2026-03-06T00:00:00Z");
export const KEY_ID = "5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26";
export const KEY_ARN = `arn:aws:kms:us-east-1:444455556666:key/${KEY_ID}`;

/** A role session schedules the deletion of a key. */
export const BY_ROLE = {
  eventSource: "kms.amazonaws.com",
  eventName: "ScheduleKeyDeletion",
  eventID: "e-1",
  eventTime: "2026-03-04T09:33:08Z",
  eventType: "AwsApiCall",
  awsRegion: "us-east-1",
  recipientAccountId: "444455556666",
  sourceIPAddress: "203.0.113.9",
  userAgent: "aws-cli/2.27.41",
  userIdentity: {
    type: "AssumedRole",
    arn: "arn:aws:sts::444455556666:assumed-role/Admin/mallory@example.com",
    principalId: "AROAEXAMPLE:mallory@example.com",
    accountId: "444455556666",
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    sessionContext: {
      sessionIssuer: { type: "Role", arn: "arn:aws:iam::444455556666:role/ops/Admin", userName: "Admin" },
      attributes: { mfaAuthenticated: "true", creationDate: "2026-03-04T09:31:57Z" },
    },
  },
  requestParameters: { keyId: KEY_ID, pendingWindowInDays: 7 },
  responseElements: { keyId: KEY_ARN, keyState: "PendingDeletion", deletionDate: "Mar 11, 2026, 9:33:08 AM" },
};

/** A user disables it with a long-term access key. */
export const BY_USER = {
  ...BY_ROLE,
  eventName: "DisableKey",
  userIdentity: {
    type: "IAMUser",
    arn: "arn:aws:iam::444455556666:user/team/alice",
    accountId: "444455556666",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    userName: "alice",
  },
  requestParameters: { keyId: KEY_ID },
  responseElements: { keyId: KEY_ARN },
};

/** Texts that might break out of quotes, terminals, options and pages. */
export const HOSTILE = [
  "$(touch owned)",
  "`touch owned`",
  "'; touch owned; '",
  '"; touch owned; "',
  "a\ntouch owned\n",
  "a\r\ntouch owned",
  "\u001b[2J\u001b]0;owned\u0007",
  "\u202eowned\u2066",
  "\u0000owned",
  "-owned",
  "--endpoint-url=http://192.0.2.1",
  "file:///etc/passwd",
  "ключ-🔑-密鑰",
  "a b\tc",
  "<b>owned</b><script>owned()</script>",
  "[owned](http://192.0.2.1) ![owned](http://192.0.2.1/x.png) http://192.0.2.1 www.example.com",
  "``` owned ~~~ `x` ```` | a | b |",
  "\\' \\\" \\`",
  "*",
  "\ud800",
  "x".repeat(100_000),
  "`".repeat(3000),
];

/** Returns the module's findings in a record. */
export async function findingsIn(record: unknown, config: object = {}): Promise<Finding[]> {
  return judged(await newEngine(config), record, { file: "trail.ndjson" }).findings;
}

/** Returns the module's one finding in an event. */
export async function findingOf(event: unknown, config: object = {}): Promise<Finding> {
  const [finding, ...others] = await findingsIn(event, config);
  assert.ok(finding !== undefined && others.length === 0, "one finding");
  return finding;
}

export async function guideOf(event: unknown, config: object = {}, now = NOW): Promise<Guide> {
  return buildGuide(await findingOf(event, config), now);
}

export function blocksOf<Kind extends Block["kind"]>(guide: Guide, kind: Kind): (Block & { kind: Kind })[] {
  const blocks = guide.sections.flatMap((section) => section.blocks);
  return blocks.filter((block): block is Block & { kind: Kind } => block.kind === kind);
}

/** Returns all facts by label. */
export function factsOf(guide: Guide): Record<string, string> {
  const rows = blocksOf(guide, "facts").flatMap((block) => block.rows);
  return Object.fromEntries(rows.map(({ label, value }) => [label, value]));
}

/** Returns the text of a section, paragraph by paragraph. */
export function proseOf(guide: Guide, title: string): string {
  const section = guide.sections.find((section) => section.title === title);
  assert.ok(section, `${title} in ${guide.sections.map(({ title }) => title).join(", ")}`);
  return section.blocks.flatMap((block) => (block.kind === "text" ? [block.text] : [])).join("\n");
}

export function commandsOf(guide: Guide): string[] {
  return blocksOf(guide, "command").map(({ command }) => command);
}

/**
 * Runs lines in a real shell, where `aws` records its arguments, and returns the arguments of each call. Asserts that there was
 * no other effect: no other output, no file.
 */
export async function runLines(lines: string[]): Promise<string[][]> {
  const folder = await temporaryFolder();
  const bin = join(folder, "bin");
  const work = join(folder, "work");
  for (const path of [bin, work]) mkdirSync(path);
  const log = join(folder, "log");
  writeFileSync(log, "");
  writeFileSync(
    join(bin, "aws"),
    `#!/bin/sh\nfor word; do printf '%s\\0' "$word"; done >> "$LOG"\nprintf '\\n\\0' >> "$LOG"\n`,
  );
  chmodSync(join(bin, "aws"), 0o755);
  const script = join(folder, "script");
  writeFileSync(script, lines.join("\n"));
  const env = { PATH: `${bin}:${process.env.PATH ?? ""}`, LOG: log };
  const { status, stdout, stderr } = spawnSync("sh", [script], { cwd: work, env, encoding: "utf8" });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
  assert.deepEqual(readdirSync(work), []);
  const calls: string[][] = [[]];
  for (const word of readFileSync(log, "utf8").split("\0").slice(0, -1)) {
    if (word === "\n") calls.push([]);
    else calls.at(-1)?.push(word);
  }
  rmSync(folder, { recursive: true });
  return calls.slice(0, -1);
}
