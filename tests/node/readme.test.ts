/** README and docs show what the project prints today. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { runShell } from "./support/cli.js";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const run = promisify(execFile);

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** Returns the first fenced block of `text` after the words `after`. */
function block(text: string, after: string): string {
  const rest = text.slice(text.indexOf(after));
  const found = /```\w*\n([\s\S]*?)```/.exec(rest)?.[1];
  assert.ok(text.includes(after) && found !== undefined, `no block after "${after}"`);
  return found;
}

async function annotated(record: string): Promise<{ keyward: unknown }> {
  const result = new FluentBitHost(await loadModule()).filter("tag", record);
  assert.equal(result.outcome, "modified");
  return JSON.parse(Buffer.from((result as { record: Uint8Array }).record).toString()) as { keyward: unknown };
}

test("CONTRIBUTING: what npm start prints", async () => {
  const { stdout } = await run(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: "1" },
  });
  assert.equal(block(read("CONTRIBUTING.md"), "This is what `npm start` prints").trim(), stdout.trim());
});

test("README: the match is the sample's scheduled deletion, with fewer members", async () => {
  const shown: unknown = JSON.parse(block(read("README.md"), "A match gets"));
  const record = read("examples/sample/cloudtrail.ndjson")
    .split("\n")
    .find((line) => line.includes('"eventName":"ScheduleKeyDeletion"') && !line.includes("errorCode"));
  assertPartOf(shown, await annotated(record ?? ""), "");
});

/** Asserts that each member and element of one is in the other, with the same value. */
function assertPartOf(part: unknown, whole: unknown, where: string): void {
  if (typeof part !== "object" || part === null) {
    assert.equal(part, whole, where);
    return;
  }
  assert.ok(typeof whole === "object" && whole !== null, where);
  if (Array.isArray(part)) assert.equal(part.length, (whole as unknown[]).length, where);
  for (const [name, value] of Object.entries(part)) {
    assertPartOf(value, (whole as Record<string, unknown>)[name], `${where}/${name}`);
  }
}

test("README: the first screen gets this version's files from the project's home", () => {
  const { version, repository } = JSON.parse(read("package.json")) as { version: string; repository: { url: string } };
  const screen = read("README.md").split("\n").slice(0, 40).join("\n");
  const base = `${repository.url.replace(/^git\+|\.git$/g, "")}/releases/download/v${version}/`;
  const addresses = [...screen.matchAll(/https:\S+\/releases\/\S+/g)].map(([address]) => address);
  assert.deepEqual(addresses, [`${base}keyward-${version}.wasm`, `${base}keyward-${version}.tgz`]);
  assert.ok(screen.includes(`wasm_path: keyward-${version}.wasm\n`));
  assert.ok(!screen.includes("git clone") && !screen.includes("npm start"));
});

test("README: at most 150 lines", () => {
  assert.ok(read("README.md").split("\n").length <= 151);
});

test("README: the summary line, time aside", async () => {
  const { stderr } = await run(process.execPath, ["build/node/cli.js", "tag", "examples/sample/cloudtrail.ndjson"], {
    cwd: ROOT,
  });
  const withoutTime = (line: string): string => line.replace(/[\d.]+ s$/, "");
  const shown = /summary goes to standard error: `([^`]+)`/.exec(read("README.md"))?.[1] ?? "";
  assert.equal(withoutTime(stderr.trim()), withoutTime(shown));
});

for (const [what, command, after] of [
  [
    "what can still be saved",
    "status -q --as-of 2026-03-06 examples/sample",
    "From\n`keyward status --as-of 2026-03-06 examples/sample`:",
  ],
] as const) {
  test(`README: ${what}`, async () => {
    const { stdout } = await run(process.execPath, ["build/node/cli.js", ...command.split(" ")], { cwd: ROOT });
    const shown = block(read("README.md"), after);
    assert.ok(shown.split("\n").length > 7);
    assert.ok(`\n${stdout}`.includes(`\n${shown}`), stdout);
  });
}

test("README: the second screen is what can still be saved, as a table and as a page", () => {
  const [, , first = "", second = ""] = read("README.md").split(/^## /m);
  assert.match(
    first,
    /^What can still be saved\n[^]*```\nstate [^]*```\n[^]*!\[[^\]]*\]\(docs\/images\/scan-report\.png\)\n\n$/,
  );
  assert.match(second, /^What has happened/);
});

test("README: the size of the module, rounded up", () => {
  const kib = Math.ceil(statSync(join(ROOT, "build/keyward.wasm")).size / 1024);
  assert.match(read("README.md"), new RegExp(`one WASM file of ${kib} KB`));
  assert.match(read("docs/explanation/reliability.md"), new RegExp(`\\| ${kib} KB, no SIMD`));
});

test("docs/reference/annotation.md: its example has the members of a real match, in order", async () => {
  const shown = JSON.parse(block(read("docs/reference/annotation.md"), "## `keyward`")) as { events: object[] };
  const event = {
    eventSource: "kms.amazonaws.com",
    eventName: "ScheduleKeyDeletion",
    eventID: "ca01996a-01b0-4edd-bbbb-25d7b6d1a6fa",
    eventTime: "2021-10-26T23:25:25Z",
    recipientAccountId: "111122223333",
    awsRegion: "us-west-2",
    userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/Alice" },
    sourceIPAddress: "192.0.2.0",
    userAgent: "AWS Internal",
    responseElements: {
      keyId: "arn:aws:kms:us-west-2:111122223333:key/0987dcba-09fe-87dc-65ba-ab0987654321",
      keyState: "PendingDeletion",
      pendingWindowInDays: 30,
      deletionDate: "Nov 2, 2021, 11:25:25 PM",
    },
  };
  assert.equal(JSON.stringify((await annotated(JSON.stringify(event))).keyward), JSON.stringify(shown));
});

test("docs/reference/annotation.md: one event per line", async () => {
  const text = read("docs/reference/annotation.md");
  const { stdout, stderr } = await runShell(block(text, "## One event a line"), ROOT);
  const printed = stdout.toString() + stderr.replace("N s", "0.0 s");
  assert.ok(printed.split("\n").length === 4 && text.includes(`\n\`\`\`text\n${printed}\`\`\`\n`), printed);
});

test("docs/reference/annotation.md: the lost record is what the module writes", async () => {
  const host = new FluentBitHost({ ...(await loadModule()), malloc: () => 0 });
  const result = host.filter("tag", "x".repeat(123_456));
  const written = Buffer.from((result as { record: Uint8Array }).record).toString();
  assert.equal(written, block(read("docs/reference/annotation.md"), "## A record that was lost").trim());
});
