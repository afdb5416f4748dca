/** examples/aws: the templates are valid, and the pipeline reads the log files that the queue names from S3. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { otherEvent, rawEvent, s3File } from "../node/support/logs.js";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { LOG_FOLDER, pipelineFor, startStore } from "./aws-store.js";
import { programFor } from "./programs.js";

const EXAMPLES = join(PROJECT_ROOT, "examples", "aws");
const LAMBDA_EXAMPLES = join(PROJECT_ROOT, "examples", "lambda");
const TEMPLATES = ["eventbridge.yaml", "trail-to-queue.yaml"].map((name) => join(EXAMPLES, name));
const LAMBDA_TEMPLATES = ["firehose.yaml", "from-s3.yaml"].map((name) => join(LAMBDA_EXAMPLES, name));

describe("the CloudFormation templates", () => {
  it("pass cfn-lint", async (t) => {
    const program = await programFor(t, "cfn-lint");
    if (program === undefined) return;
    const { status, stdout, stderr } = spawnSync(
      program.command,
      [...program.options, ...TEMPLATES, ...LAMBDA_TEMPLATES],
      { encoding: "utf8", env: { ...process.env, ...program.env } },
    );
    assert.deepEqual([status, stdout, stderr], [0, "", ""]);
  });

  it("are complete, and a wrong one is reported", async (t) => {
    const files = [EXAMPLES, LAMBDA_EXAMPLES]
      .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
      .filter((path) => readFileSync(path, "utf8").includes("AWSTemplateFormatVersion"));
    assert.deepEqual(files.sort(), [...TEMPLATES, ...LAMBDA_TEMPLATES].sort());
    const program = await programFor(t, "cfn-lint");
    if (program === undefined) return;
    const wrong = join(await temporaryFolder(), "wrong.yaml");
    writeFileSync(
      wrong,
      readFileSync(join(EXAMPLES, "eventbridge.yaml"), "utf8").replace("!GetAtt Rule.Arn", "!GetAtt Rule.Name"),
    );
    const { status, stdout } = spawnSync(program.command, [...program.options, wrong], {
      encoding: "utf8",
      env: { ...process.env, ...program.env },
    });
    assert.notEqual(status, 0);
    assert.match(stdout, /wrong\.yaml/);
  });
});

describe("from-s3.yaml", () => {
  it("writes an alert for each log file with a match, reports one that it cannot judge, and empties the queue", async (t) => {
    const bento = await programFor(t, "bento");
    const store = await programFor(t, "aws-store");
    if (bento === undefined || store === undefined) return;
    const folder = await temporaryFolder();
    const disabled = rawEvent({ id: "e-1", time: "2026-03-04T09:03:41Z" });
    const files = {
      "quiet.json.gz": gzipSync(s3File([otherEvent("o-1"), otherEvent("o-2")])),
      "match.json.gz": gzipSync(s3File([otherEvent("o-3"), disabled, otherEvent("o-4")])),
      "denied.json.gz": gzipSync(s3File([rawEvent({ id: "e-2", error: "AccessDenied" })])),
      "cut.json.gz": gzipSync(s3File([disabled]).slice(0, -20)),
      "not-a-log.txt": Buffer.from("DisableKey"),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const services = await startStore(store, Object.keys(files), folder);
    const { args, env } = pipelineFor(services, folder);
    const pipeline = spawn(bento.command, [...bento.options, ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...bento.env, ...env },
    });
    let log = "";
    pipeline.stdout.on("data", (text: Buffer) => (log += text.toString()));
    pipeline.stderr.on("data", (text: Buffer) => (log += text.toString()));
    const lines = (name: string): string[] =>
      existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1) : [];
    try {
      for (let tries = 0; tries < 600 && lines("alerts.out").length + lines("others.out").length < 2; tries++) {
        await setTimeout(100);
      }
      // It answers once the queue is empty, so the pipeline must keep running.
      assert.equal(await services.close(), 0, `messages left in the queue\n${log}`);
    } finally {
      pipeline.kill();
      services.kill();
    }
    const alerts = lines("alerts.out").map((line) => JSON.parse(line) as { file: string; events: { id: string }[] });
    assert.deepEqual(
      alerts.map(({ file, events }) => [file, events.map(({ id }) => id)]),
      [[`${LOG_FOLDER}match.json.gz`, ["e-1"]]],
      log,
    );
    assert.deepEqual(lines("others.out"), [s3File([disabled]).slice(0, -20)]);
  });
});
