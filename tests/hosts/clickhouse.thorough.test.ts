/** ClickHouse's WASM functions: the example's answers, the oracle's, and the counts of `keyward scan`; from files and from S3. */
import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { embedConfig } from "#keyward/config/embed.js";
import { rowBinary } from "../emulators/clickhouse.js";
import { runCli } from "../node/support/cli.js";
import { temporaryFolder } from "../node/support/files.js";
import { otherEvent, rawEvent, s3File, writeLog } from "../node/support/logs.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { EVENT_VERDICTS } from "../oracle/rule.js";
import { startStore } from "./aws-store.js";
import { exampleSql, rowsOf, runSql } from "./clickhouse.js";
import { annotatedCount, isUnread } from "./compare-host.js";
import { programFor, type Program } from "./programs.js";
import { caseOf, configuredCases, generatedCases, ODD_RECORDS, realCases, sizedCases, type Case } from "./records.js";

const EXAMPLE = join(PROJECT_ROOT, "examples", "clickhouse");
const MODULE = join(PROJECT_ROOT, "build", "keyward.clickhouse.wasm");
const ANSWERS =
  "SELECT keyward_match(line), keyward_count(line) FROM file('records.bin', RowBinary, 'line String') SETTINGS max_threads = 1";

/** Compares the functions' answers with the oracle. Only these functions judge annotated records. */
async function check(program: Program, cases: readonly Case[], module?: string): Promise<void> {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, "records.bin"), rowBinary(cases.map(({ bytes }) => bytes)));
  const [answer] = runSql(program, folder, [ANSWERS], module);
  const rows = rowsOf(answer ?? assert.fail());
  assert.equal(rows.length, cases.length);
  cases.forEach((one, index) => {
    const { verdict, events, reading } = one.judgement;
    if (reading === "annotated") return;
    const isListed = (EVENT_VERDICTS as readonly string[]).includes(verdict);
    const matches = events.filter((event) => event.verdict === "match").length;
    const expected = isListed ? [verdict, String(matches)] : isUnread(one) ? ["unread", "\\N"] : ["", "0"];
    // If a record was cut, the matches found count; without any, it is unread.
    if (isUnread(one) && matches === 0) expected[1] = "\\N";
    assert.deepEqual(rows[index], expected, one.where);
  });
}

describe("the functions in ClickHouse", () => {
  it("agree with the oracle on real CloudTrail, generated records, and what is not a record", async (t) => {
    const program = await programFor(t, "clickhouse");
    const real = realCases(t);
    if (program === undefined || real === undefined) return;
    const odd = ODD_RECORDS.map((text) => caseOf(JSON.stringify(text), Buffer.from(text, "latin1")));
    const cases = [...real, ...generatedCases(), ...odd, ...[65_536, 1 << 20].flatMap(sizedCases)];
    t.diagnostic(`${annotatedCount(cases)} of ${cases.length} records annotated`);
    await check(program, cases);
  });

  it("agree with the oracle under configurations embedded in the module", async (t) => {
    const program = await programFor(t, "clickhouse");
    if (program === undefined) return;
    for (const { config, cases } of configuredCases(6, 400, false)) {
      const path = join(await temporaryFolder(), "configured.wasm");
      writeFileSync(path, embedConfig(MODULE, readFileSync(MODULE), Buffer.from(config)));
      await check(program, cases, path);
    }
  });

  it("give the counts of keyward scan, for hundreds of S3 log files", async (t) => {
    const program = await programFor(t, "clickhouse");
    if (program === undefined) return;
    const folder = await temporaryFolder();
    let events = 0;
    for (let file = 0; file < 200; file++) {
      const records = Array.from({ length: 50 }, (_, index) => {
        const id = `${file}-${index}`;
        return (file + index) % 37 === 0 ? rawEvent({ id, time: "2026-03-04T09:00:00Z" }) : otherEvent(id);
      });
      events += records.length;
      writeLog(folder, `logs/${file}.json.gz`, s3File(records));
    }
    const [totals, findings] = runSql(program, folder, [exampleSql("totals.sql"), exampleSql("findings.sql")]);
    const { stdout } = await runCli(["scan", "--format", "json", "logs"], { cwd: folder });
    const scanned = JSON.parse(stdout.toString()) as { findings: { file: string }[] };
    assert.ok(scanned.findings.length > 200 && scanned.findings.length < events);
    assert.deepEqual(rowsOf(totals ?? assert.fail()), [["200", String(scanned.findings.length), "0"]]);
    const byFile = new Map<string, number>();
    for (const { file } of scanned.findings) {
      const name = file.replace("logs/", "");
      byFile.set(name, (byFile.get(name) ?? 0) + 1);
    }
    assert.deepEqual(
      rowsOf(findings ?? assert.fail()),
      [...byFile]
        .map(([file, count]) => [file, "match", String(count)])
        .sort((a, b) => ((a[0] ?? "") < (b[0] ?? "") ? -1 : 1)),
    );
  });

  it("end a query with a message that says what to set, or what is wrong", async (t) => {
    const program = await programFor(t, "clickhouse");
    if (program === undefined) return;
    const folder = await temporaryFolder();
    const large = "SELECT keyward_match(repeat('x', 900000)) SETTINGS webassembly_udf_max_memory = 600000";
    const [tooLarge] = runSql(program, folder, [large]);
    assert.match(
      tooLarge?.error ?? "",
      /keyward: there is no memory for a block of rows; raise webassembly_udf_max_memory/,
    );
    const [unread] = runSql(program, folder, ["SELECT keyward_match('DisableKey'), keyward_count('DisableKey')"]);
    assert.deepEqual(rowsOf(unread ?? assert.fail()), [["unread", "\\N"]]);
    const wrong = join(folder, "wrong.wasm");
    writeFileSync(wrong, embedConfig(MODULE, readFileSync(MODULE), Buffer.from('{"severity":"lo"}')));
    const [refused] = runSql(program, folder, ["SELECT keyward_match('{}')"], wrong);
    assert.match(refused?.error ?? "", /keyward: invalid configuration in the module: \/severity: lo /);
  });
});

describe("examples/clickhouse", () => {
  const recorded = (name: string): string => readFileSync(join(EXAMPLE, `${name}.tsv`), "utf8");

  it("gives the recorded answer, from files", async (t) => {
    const program = await programFor(t, "clickhouse");
    if (program === undefined) return;
    const folder = await temporaryFolder();
    cpSync(join(EXAMPLE, "logs"), join(folder, "logs"), { recursive: true });
    const names = ["findings", "totals", "plain"];
    const answers = runSql(
      program,
      folder,
      names.map((name) => exampleSql(`${name}.sql`)),
    );
    assert.deepEqual(
      answers.map(({ answer, error }) => answer ?? error),
      names.map(recorded),
    );
    const { stdout } = await runCli(["scan", "--format", "json", "logs"], { cwd: EXAMPLE });
    const { findings } = JSON.parse(stdout.toString()) as { findings: object[] };
    assert.deepEqual(recorded("totals").split("\n")[1], `6\t${findings.length}\t1`);
  });

  it("gives the same answer from a bucket", async (t) => {
    const program = await programFor(t, "clickhouse");
    const store = await programFor(t, "aws-store");
    if (program === undefined || store === undefined) return;
    const folder = await temporaryFolder();
    const logs = readdirSync(join(EXAMPLE, "logs")).map((name) => join(EXAMPLE, "logs", name));
    const { endpoint, kill } = await startStore(store, logs, folder);
    try {
      const sql = exampleSql("s3.sql");
      const here = sql
        .replace("https://BUCKET.s3.eu-west-1.amazonaws.com/", `${endpoint}/logs/`)
        .replace("', Line", "', 'test', 'test', Line");
      assert.ok(here !== sql && here.includes("'test'"));
      const [answer] = runSql(program, folder, [here]);
      assert.equal(answer?.answer ?? answer?.error, recorded("findings"));
    } finally {
      kill();
    }
  });
});
