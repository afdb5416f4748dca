/**
 * What a new user does, from nothing: the package in an empty folder, the modules by path in Fluent Bit, an event by curl as
 * EventBridge posts it, an alert in Slack. Slack is a stand-in. Fluent Bit is real if `KEYWARD_FLUENT_BIT` names one, else the
 * emulator.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { startReceivers, type Received } from "../emulators/alert-receivers.js";
import { serveExample } from "../emulators/fluent-bit-pipeline.js";
import { originLine } from "../emulators/origin.js";
import { temporaryFolder } from "../node/support/files.js";
import { freePorts } from "../node/support/ports.js";
import { PROJECT_ROOT, VERSION } from "../oracle/project.js";
import { findFluentBit, startFluentBit, type FluentBit } from "./fluent-bit.js";

const EXAMPLE = "eventbridge-slack.yaml";
const MODULES = ["keyward.wasm", "keyward.alert.wasm"];
const MAX_MILLISECONDS = 2000;
const KEY = "arn:aws:kms:us-east-1:444455556666:key/5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26";

const run = promisify(execFile);
const fluentBit = findFluentBit();
const host = fluentBit === undefined ? "the emulator of Fluent Bit" : `Fluent Bit ${fluentBit.version}`;

/** Returns an event as EventBridge's API destination posts it. */
function eventOf(eventName: string, id: string): string {
  return JSON.stringify({
    version: "0",
    id: `envelope-${id}`,
    "detail-type": "AWS API Call via CloudTrail",
    source: "aws.kms",
    account: "444455556666",
    time: "2026-03-04T09:33:08Z",
    region: "us-east-1",
    resources: [],
    detail: {
      eventVersion: "1.11",
      eventSource: "kms.amazonaws.com",
      eventName,
      eventTime: "2026-03-04T09:33:08Z",
      eventID: id,
      awsRegion: "us-east-1",
      recipientAccountId: "444455556666",
      userIdentity: { type: "IAMUser", arn: "arn:aws:iam::444455556666:user/mallory" },
      requestParameters: { keyId: KEY, pendingWindowInDays: 7 },
    },
  });
}

interface Host {
  port: number;
  stop: () => Promise<void>;
}

/** Starts Fluent Bit with the example, in a folder with the modules, on its own port. */
async function startReal(program: FluentBit, folder: string, env: Record<string, string>): Promise<Host> {
  const [port = 0] = await freePorts(1);
  const text = readFileSync(join(folder, EXAMPLE), "utf8");
  assert.ok(text.includes("port: 9880\n"));
  writeFileSync(join(folder, EXAMPLE), text.replace("port: 9880\n", `port: ${port}\n`));
  const running = startFluentBit(program, ["-c", EXAMPLE], folder, env);
  await untilListening(port, running.said);
  return {
    port,
    stop: async () => {
      await running.stop();
      const said = running.said();
      assert.doesNotMatch(said, /\[(warn|error)\]/i);
      // From the module for alerts at its start, and from the other one with its second record.
      if (isNewer(program.version, "4.1.2")) assert.equal(said.split(originLine(1)).length - 1, 2, said);
    },
  };
}

function isNewer(version: string, than: string): boolean {
  return version.localeCompare(than, undefined, { numeric: true }) >= 0;
}

async function untilListening(port: number, said: () => string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch {
      await setTimeout(100);
    }
  }
  assert.fail(`nobody listens: ${said()}`);
}

async function startEmulated(folder: string, env: Record<string, string>): Promise<Host> {
  const { port, close } = await serveExample(pathToFileURL(join(folder, EXAMPLE)), folder, env, (outcomes) => {
    for (const { status = 200 } of outcomes) assert.equal(status, 200);
  });
  return {
    port,
    stop: () => {
      close();
      return Promise.resolve();
    },
  };
}

describe(`a new user's first alert, with ${host}`, () => {
  let empty = "";
  let host: Host;
  let closeSlack: () => Promise<void>;
  const arrived: { received: Received; at: number }[] = [];
  const npx = async (...args: string[]): Promise<string> =>
    (await run("npx", ["keyward", ...args], { cwd: empty })).stdout;
  const curl = async (event: string): Promise<string> => {
    const status = ["-sS", "-o", "answer", "-w", "%{http_code}", "-H", "content-type: application/json"];
    return (await run("curl", [...status, "-d", event, `http://127.0.0.1:${host.port}/cloudtrail`], { cwd: empty }))
      .stdout;
  };

  before(
    async () => {
      const folder = await temporaryFolder();
      // prepack would only rebuild what this test was built with; package.thorough.test.ts packs a clean clone.
      const pack = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
      const { stdout } = await run("npm", pack, { cwd: PROJECT_ROOT, maxBuffer: 1 << 26 });
      const [packed] = JSON.parse(stdout) as { filename: string }[];
      empty = join(folder, "empty");
      mkdirSync(empty);
      writeFileSync(join(empty, "package.json"), '{"private":true}');
      const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", join(folder, packed?.filename ?? "")];
      await run("npm", install, { cwd: empty });
      for (const name of MODULES) copyFileSync(join(empty, "node_modules/keyward/build", name), join(empty, name));
      copyFileSync(join(PROJECT_ROOT, "examples", "fluent-bit", EXAMPLE), join(empty, EXAMPLE));
      const slack = await startReceivers((received) => arrived.push({ received, at: Date.now() }));
      closeSlack = slack.close;
      const env = {
        ALERT_HOST: "127.0.0.1",
        ALERT_PORT: String(slack.port),
        ALERT_TLS: "off",
        SLACK_PATH: "/services/T/B/x",
      };
      host = fluentBit === undefined ? await startEmulated(empty, env) : await startReal(fluentBit, empty, env);
    },
    { timeout: 120_000 },
  );

  after(async () => {
    await host.stop();
    await closeSlack();
  });

  it("uses a command that runs, and the modules next to it", async (t) => {
    if (fluentBit === undefined) t.diagnostic("no Fluent Bit was run: KEYWARD_FLUENT_BIT names none");
    assert.equal(await npx("--version"), `${VERSION}\n`);
    for (const name of MODULES)
      assert.match(await npx("inspect", name), new RegExp(`^version +${VERSION.replaceAll(".", "\\.")}$`, "m"));
  });

  it("arrives in Slack within two seconds of the event, three times in a row", async () => {
    for (const [index, action] of ["ScheduleKeyDeletion", "DisableKey", "ScheduleKeyDeletion"].entries()) {
      const sent = Date.now();
      assert.equal(await curl(eventOf(action, `e-${index}`)), "200");
      while (arrived.length <= index && Date.now() - sent < 10_000) await setTimeout(10);
      const { received, at } = arrived[index] ?? assert.fail(`no alert of ${action} within ten seconds`);
      assert.deepEqual([received.vendor, received.problems], ["Slack", []]);
      const { text } = JSON.parse(received.body) as { text: string };
      assert.ok(text.startsWith(`${action} of KMS key ${KEY}, account 444455556666`), text);
      assert.ok(at - sent <= MAX_MILLISECONDS, `${at - sent} ms`);
    }
  });

  it("does not follow a call that loses no key, and comes only once", async () => {
    assert.equal(await curl(eventOf("CancelKeyDeletion", "e-3")), "200");
    await setTimeout(MAX_MILLISECONDS + 500);
    assert.equal(arrived.length, 3);
    // Ended here, so that its output is complete.
    await host.stop();
    if (fluentBit === undefined) return;
    const trail = readFileSync(join(empty, "trail.out"), "utf8").trim().split("\n");
    assert.deepEqual(
      trail.map((line) => /"keyward":\{"verdict":"(\w+)"/.exec(line)?.[1]),
      ["match", "match", "match", undefined],
    );
  });
});
