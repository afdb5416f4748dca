/** What a caller, or whoever writes the records, can put into an event has no effect in the commands that triage and status print. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { isKeyId, isRegion, parseKeyArn } from "#keyward/aws/aws-values.js";
import { Engine } from "#keyward/engine/engine.js";
import { buildGuide } from "#keyward/triage/build-guide.js";
import { isThorough } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { configuredCore, judged } from "../support/engine.js";
import { temporaryFolder } from "../support/files.js";
import { writeLog } from "../support/logs.js";
import { readCall } from "./commands.js";
import { BY_ROLE, BY_USER, commandsOf, HOSTILE, KEY_ID, NOW, runLines } from "./support.js";

const MORE = [
  ...[
    "; touch owned",
    "| touch owned",
    "& touch owned",
    "&& touch owned",
    "|| touch owned",
    "\n#\ntouch owned",
    "\\\ntouch owned",
  ],
  ...[
    "$IFS$(touch${IFS}owned)",
    "${PATH:+$(touch owned)}",
    "$((1))",
    "~root",
    "{touch,owned}",
    "> owned",
    "< /etc/passwd",
    ">> owned",
  ],
  ...[
    "# touch owned",
    "!touch",
    "=owned",
    "%0atouch owned",
    "\u2028touch owned",
    "\u0085touch owned",
    "''",
    '""',
    "'\\''",
    "\u3164",
  ],
  ...["--profile=owned", "--query", "arn:aws:kms:us-east-1:444455556666:key/$(touch owned)"],
];
const VALUES = [...HOSTILE, ...MORE];
const FIELDS = [
  ...["eventVersion", "eventTime", "eventID", "eventType", "awsRegion", "sourceIPAddress", "userAgent", "requestID"],
  ...["recipientAccountId", "sharedEventID", "vpcEndpointId", "errorCode", "userIdentity.type", "userIdentity.arn"],
  ...["userIdentity.principalId", "userIdentity.accountId", "userIdentity.userName", "userIdentity.accessKeyId"],
  ...[
    "userIdentity.invokedBy",
    "userIdentity.sessionContext.sessionIssuer.arn",
    "userIdentity.sessionContext.sessionIssuer.userName",
  ],
  ...[
    "userIdentity.sessionContext.attributes.creationDate",
    "requestParameters.keyId",
    "requestParameters.pendingWindowInDays",
  ],
  ...["responseElements.keyId", "responseElements.keyState", "responseElements.deletionDate", "resources.0.ARN"],
  ...["serviceEventDetails.keyId"],
];

/** Returns a copy of an event, with its own key, in which one field has this value. */
function withValue(event: object, field: string, value: string): Record<string, unknown> {
  const key = `5b93e0fd-a6c8-4712-95d4-${String(events.length).padStart(12, "0")}`;
  const copy = JSON.parse(JSON.stringify(event).replaceAll(KEY_ID, key)) as Record<string, unknown>;
  const names = field.split(".");
  const last = names.pop() ?? "";
  let object = copy;
  for (const [index, name] of names.entries()) {
    object[name] ??= names[index + 1] === "0" || name === "resources" ? [] : {};
    object = object[name] as Record<string, unknown>;
  }
  object[last] = value;
  return copy;
}

const events: Record<string, unknown>[] = [];

before(() => {
  assert.deepEqual([VALUES.length, FIELDS.length, new Set(VALUES).size], [50, 29, 50]);
  for (const [index, field] of FIELDS.entries()) {
    // A short run takes two of them, different ones for each field.
    const values = VALUES.filter((_, at) => isThorough || at % 25 === index % 25);
    for (const value of values) events.push(withValue(index % 2 === 0 ? BY_ROLE : BY_USER, field, value));
  }
});

describe(`${isThorough ? 50 : 2} hostile values in each of 29 fields`, () => {
  it("have no effect in a shell that runs every command of triage", { timeout: 120_000 }, async () => {
    const engine = new Engine(await configuredCore());
    const commands = new Set<string>();
    for (const event of events) {
      for (const finding of judged(engine, event).findings) {
        for (const command of commandsOf(buildGuide(finding, NOW))) commands.add(command.replace(/ \| grep .*/, ""));
      }
    }
    assert.ok(commands.size > 30, `${commands.size}`);
    const calls = await runLines([...commands]);
    assert.equal(calls.length, commands.size);
    calls.map(readCall);
  });

  it("have no effect in a shell that runs the script of status", { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder();
    const reason = "x\n$(touch owned)\r`touch owned`";
    const exceptions = [{ id: "hostile", reason, when: { "actor.type": ["IAMUser"] } }];
    writeLog(folder, "keyward.json", JSON.stringify({ exceptions }));
    for (const [name, ...config] of [["trail.ndjson"], ["a\ntouch owned\n.ndjson", "-c", "keyward.json"]]) {
      writeLog(folder, name ?? "", events.map((event) => `${JSON.stringify(event)}\n`).join(""));
      const args = ["status", "-q", "--commands", "--as-of", "2026-03-06", ...config, `./${name ?? ""}`];
      const { stdout } = await runCli(args, { cwd: folder });
      const script = stdout.toString();
      assert.match(script, /^#!\/bin\/sh\n/);
      for (const line of script.split("\n")) assert.match(line, /^(?:|#[^\p{Cc}]*|aws [ -~]+)$/u);
      const calls = (await runLines([script])).map(readCall);
      // What is expected is commented out.
      if (config.length === 0) assert.ok(calls.length > events.length, `${calls.length}`);
      else assert.ok(script.includes(String.raw`x\u000a$(touch owned)\u000d`), script);
      for (const { command, options } of calls) {
        assert.match(command, /^kms (?:describe-key|cancel-key-deletion|enable-key)$/);
        const key = options["key-id"];
        assert.ok(parseKeyArn(key) !== undefined || isKeyId(key), key);
        assert.ok(isRegion(options.region), options.region);
      }
    }
  });
});
