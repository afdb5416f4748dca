/** Modules with an embedded configuration: `keyward build`, `keyward inspect`, `keyward tag --config`. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { itThoroughly } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";

const MATCH = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","awsRegion":"eu-west-1"}\n';
const CONFIG =
  '{\n  "severity": "low",\n  "exceptions": [{"id": "a", "reason": "b", "when": {"region": ["us-*"]}}]\n}\n';

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
const verdictIn = (output: Buffer) =>
  (JSON.parse(output.toString()) as { keyward: { verdict: string; severity?: string } }).keyward;

describe("a module with a configuration", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "keyward.json"), CONFIG);
  await writeFile(join(folder, "broken.json"), '{"severity":"hi"}');

  it("can be built, inspected and used", async () => {
    const built = await runCli(["build", "--config", "keyward.json", "-o", "own.wasm"], { cwd: folder });
    const bytes = await readFile(join(folder, "own.wasm"));
    assert.deepEqual(
      [built.code, built.stderr, built.stdout.length],
      [0, `keyward: own.wasm: ${bytes.length} bytes, carries keyward.json\n`, 0],
    );
    const inspected = await runCli(["inspect", "own.wasm"], { cwd: folder });
    const carried = `carries  a configuration of ${CONFIG.length} bytes, sha256 ${sha256(CONFIG)}\n${CONFIG}`;
    assert.ok(inspected.stdout.toString().endsWith(`\n${carried}`), inspected.stdout.toString());
    const tagged = await runCli(["tag", "-q", "-m", "own.wasm"], { cwd: folder, input: MATCH });
    assert.deepEqual([verdictIn(tagged.stdout).verdict, verdictIn(tagged.stdout).severity], ["match", "low"]);
    const input = MATCH.replace("eu-west-1", "us-east-1");
    const suppressed = await runCli(["tag", "-q", "--keep", "-m", "own.wasm"], { cwd: folder, input });
    assert.equal(verdictIn(suppressed.stdout).verdict, "suppressed");
  });

  itThoroughly("does the same as tag with that configuration", async () => {
    for (const input of [MATCH.replace("eu-west-1", "us-east-1"), MATCH]) {
      const one = await runCli(["tag", "-m", "own.wasm"], { cwd: folder, input });
      const other = await runCli(["tag", "--config", "keyward.json"], { cwd: folder, input });
      assert.deepEqual(one, other);
    }
  });

  it("reports in the summary what happens to events, also several in a record", async () => {
    const event = (id: string, region: string) => ({
      ...(JSON.parse(MATCH) as object),
      eventID: id,
      awsRegion: region,
    });
    const records = [
      event("1", "us-east-1"),
      event("2", "eu-west-1"),
      event("3", "us-west-2"),
      event("4", "eu-west-2"),
    ];
    const input = `${JSON.stringify({ Records: records })}\n${JSON.stringify(records[0])}\n{"a":1}\n`;
    const { stderr } = await runCli(["tag", "--config", "keyward.json"], { cwd: folder, input });
    assert.equal(stderr, "keyward: 3 records, 2 matches, 3 suppressed, 0 dropped, 0 not JSON, N s\n");
  });

  it("is not built from an invalid configuration", async () => {
    const line = "broken.json:1: /severity: hi is invalid; use low, medium, high, critical\n";
    const built = await runCli(["build", "-c", "broken.json", "-o", "none.wasm"], { cwd: folder });
    assert.deepEqual([built.code, built.stderr], [1, `keyward: ${line}`]);
    await assert.rejects(readFile(join(folder, "none.wasm")));
    const tagged = await runCli(["tag", "-c", "broken.json"], { cwd: folder, input: MATCH });
    assert.deepEqual([tagged.code, tagged.stderr, tagged.stdout.length], [2, `keyward: ${line}`, 0]);
  });

  it("is built with the warnings of keyward check on standard error", async () => {
    const when = { "actor.arn": ["arn:aws:iam::444455556666:role/ci"] };
    const config = { exceptions: [{ id: "a", reason: "r", when }] };
    await writeFile(join(folder, "pasted.json"), JSON.stringify(config, null, 1));
    const checked = await runCli(["check", "pasted.json"], { cwd: folder });
    const built = await runCli(["build", "-c", "pasted.json", "-o", "pasted.wasm"], { cwd: folder });
    assert.match(
      built.stderr,
      /^keyward: pasted\.json:\d+: warning: \/exceptions\/0\/when\/actor\.arn\/0: .*\n.*carries/,
    );
    assert.deepEqual([built.code, built.stderr.split("\n")[0]], [0, `keyward: ${checked.stdout.toString().trimEnd()}`]);
  });

  it("is not built on top of another configuration, or from a foreign module", async () => {
    const twice = await runCli(["build", "-c", "keyward.json", "-m", "own.wasm", "-o", "two.wasm"], { cwd: folder });
    assert.match(twice.stderr, /^keyward: own\.wasm: carries a configuration already; /);
    assert.equal(twice.code, 2);
    await writeFile(join(folder, "other.wasm"), Buffer.from("0061736d01000000", "hex"));
    const other = await runCli(["build", "-c", "keyward.json", "-m", "other.wasm", "-o", "two.wasm"], { cwd: folder });
    assert.match(other.stderr, /^keyward: module: not a Keyward module, it does not export |^keyward: other\.wasm: /);
    assert.equal(other.code, 2);
  });

  it("cannot be written into a missing folder", async () => {
    const { code, stderr } = await runCli(["build", "-c", "keyward.json", "-o", "no/own.wasm"], { cwd: folder });
    assert.deepEqual([code, stderr], [2, "keyward: no/own.wasm: no such file\n"]);
  });
});
