/** Inputs that are not CloudTrail: no command may claim, in words or by its exit code, that nothing happened. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { deflateSync, gzipSync } from "node:zlib";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent, s3File } from "../support/logs.js";
import { few, inTurn, isThorough } from "../../settings.js";

const EVENT = rawEvent({ id: "e-1", time: "2026-03-04T09:03:41Z" });
const lines = (...records: unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join("");

/** None of them holds an event that Keyward recognizes; some hold one in a form that it does not read. */
const KINDS: Record<string, string | Buffer> = {
  "empty.json": "",
  "blank.ndjson": "\n \n\t\n",
  "text.log": "2026-03-04 09:03:41 INFO service started\nall is well\n",
  "text-that-names-it.log": "alice called DisableKey on a key, and it succeeded\n",
  "access.log": '192.0.2.1 - - [04/Mar/2026:09:03:41 +0000] "GET / HTTP/1.1" 200 12 "-" "curl/8"\n',
  "table.csv": "eventTime,eventName,eventSource\n2026-03-04T09:03:41Z,DisableKey,kms.amazonaws.com\n",
  "page.html": "<!doctype html><title>Sign in</title><p>Your session has expired</p>\n",
  "error.xml": '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>\n',
  "config.yaml": "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: b\n",
  "number.json": "42\n",
  "word.json": '"DisableKey"\n',
  "object.json": "{}\n",
  "array.json": "[]\n",
  "no-records.json": s3File([]),
  "package.json": JSON.stringify({ name: "x", version: "1.0.0", dependencies: {} }, undefined, 2),
  "vpc-flow.ndjson": lines({ version: 2, "account-id": "111122223333", action: "ACCEPT", bytes: 3 }),
  "guardduty.ndjson": lines({ schemaVersion: "2.0", type: "Recon:IAMUser/UserPermissions", service: {} }),
  "waf.ndjson": lines({ timestamp: 1772614800000, webaclId: "arn:aws:wafv2:…", action: "ALLOW" }),
  "digest.json": JSON.stringify({ awsAccountId: "111122223333", digestS3Bucket: "b", logFiles: [] }),
  "audit-k8s.ndjson": lines({ kind: "Event", apiVersion: "audit.k8s.io/v1", verb: "get" }),
  "azure.ndjson": lines({ operationName: "Microsoft.KeyVault/vaults/delete", resultType: "Success" }),
  "gcp.ndjson": lines({ protoPayload: { methodName: "DestroyCryptoKeyVersion" } }),
  "rule.json": JSON.stringify({ source: ["aws.kms"], detail: { eventName: ["DisableKey", "ScheduleKeyDeletion"] } }),
  "zlib.json": deflateSync(JSON.stringify(EVENT)),
  "gzip-of-text.json.gz": gzipSync("nothing to see here\n"),
  "random.json": Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919 + 13) % 251)),
};

let folder = "";

before(async () => {
  folder = await temporaryFolder();
  for (const [name, content] of Object.entries(KINDS)) writeFileSync(join(folder, name), content);
  for (const name of ["logs.json.bz2", "logs.parquet", "logs.zip", "logs.tar.gz"]) {
    writeFileSync(join(folder, name), gzipSync(JSON.stringify(EVENT)));
  }
});

describe("logs other than CloudTrail", () => {
  const scans = ["table", "json", "html"].map((format) => ["scan", "--format", format]);
  const others = [["scan", "-q"], ["tag"], ["tag", "--keep", "-q"], ["explain"], ["explain", "--json"], ["triage"]];
  for (const [index, name] of few(Object.keys(KINDS), 9).entries()) {
    it(`never look like logs in which nothing happened: ${name}`, async () => {
      for (const args of inTurn([...scans, ...others], index)) {
        const { code, stdout, stderr } = await runCli([...args, name], { cwd: folder });
        assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
        assert.match(stderr, /^keyward: /, args.join(" "));
        if (!scans.includes(args)) continue;
        assert.match(stderr, /no CloudTrail event was recognized in|not in gzip format|left out/);
        assert.doesNotMatch(stdout.toString(), /no findings|No KMS key was disabled or scheduled for deletion\./);
      }
    });
  }

  it("in a folder lead to exit code 2 and the names and kinds of files left out", async () => {
    const { code, stdout, stderr } = await runCli(["scan", "."], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /1 file left out: bzip2; decompress it first, .* \(the first one is \.\/logs\.json\.bz2\)/);
    assert.match(stderr, /1 file left out: Parquet; export it as JSON first/);
    assert.match(stderr, /1 file left out: zip; unpack it first/);
    assert.match(stderr, /1 file left out: tar; unpack it first/);
    assert.doesNotMatch(stdout.toString(), /^no findings in \d/);
  });

  it("are read if they only begin with the letters of another kind", async () => {
    const words = ["ORCHESTRATOR", "PAR1", "BZh", "GIF8", "%PDF-"];
    const files = words.map((word, index) => {
      const name = `words-${index}.log`;
      writeFileSync(join(folder, name), `${word} audit: ${JSON.stringify({ ...EVENT, eventID: word })}\n`);
      return name;
    });
    const { code, stderr } = await runCli(["scan", ...files], { cwd: folder });
    assert.equal(code, 0);
    assert.match(stderr, /, 5 files\nkeyward: 5 matches, N s\n$/);
    if (isThorough) {
      const tagged = (await runCli(["tag", "-q", ...files], { cwd: folder })).stdout.toString().split("\n");
      for (const [index, word] of words.entries()) {
        assert.ok(tagged[index]?.startsWith(`${word} audit: {`), word);
      }
    }
    const kinds = { ORC: "ORC", PAR1: "Parquet", "BZh91AY&SY": "bzip2" };
    for (const [word, kind] of Object.entries(kinds)) {
      writeFileSync(join(folder, `${kind}.log`), `${word}\x00\x01${JSON.stringify(EVENT)}\n`);
    }
    const binary = await runCli(["scan", ...Object.values(kinds).map((kind) => `${kind}.log`)], { cwd: folder });
    for (const kind of Object.values(kinds)) {
      assert.match(binary.stderr, new RegExp(`1 file left out: ${kind}; .*${kind}\\.log`));
    }
  });

  it("may be a folder of bzip2 files only", async () => {
    const { code, stdout, stderr } = await runCli(["scan", "--format", "json", "."], {
      cwd: await onlyBzip2(),
    });
    assert.equal(code, 2);
    assert.match(stderr, /keyward: 700 files left out: bzip2; .*\nkeyward: no file was read\n/);
    const { coverage, files } = JSON.parse(stdout.toString()) as { coverage: { left_out: unknown[] }; files: number };
    assert.equal(files, 0);
    assert.deepEqual(coverage.left_out, [
      {
        kind: "bzip2",
        files: 700,
        first: "./0.json.bz2",
        advice: "decompress it first, e.g. bzcat FILE | keyward scan -",
      },
    ]);
  });
});

async function onlyBzip2(): Promise<string> {
  const path = await temporaryFolder();
  for (let index = 0; index < 700; index++) writeFileSync(join(path, `${index}.json.bz2`), "BZh9");
  return path;
}
