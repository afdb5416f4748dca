/** `keyward scan --config` gives the same verdicts as `keyward tag --config` on the same events in order of time. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import type { ReportedFinding } from "#keyward/report/report.js";
import { Random } from "../../oracle/random.js";
import { few, itThoroughly } from "../../settings.js";
import { runCli } from "../support/cli.js";
import { temporaryFolder } from "../support/files.js";
import { rawEvent, s3File, writeLog, type EventFacts } from "../support/logs.js";

const CI = "arn:aws:sts::111122223333:assumed-role/ci-teardown/run-1";
const CONFIG = {
  tag: "own-tag",
  severity: "low",
  risk_score: 21,
  denied: "annotate",
  network_activity: "ignore",
  exceptions: [{ id: "ci", reason: "CI", when: { "actor.arn": [CI] } }],
  duplicates: { window_seconds: 3600 },
  cap: { count: 6, period_seconds: 600 },
  escalate: { distinct_keys: 3, window_seconds: 300, severity: "critical", risk_score: 99 },
};

interface Judged {
  verdict: string;
  severity?: string;
  risk_score?: number;
  burst?: unknown;
}

let folder = "";
/** Ordered by time, each with its own id. */
let events: Record<string, unknown>[] = [];

before(async () => {
  folder = await temporaryFolder();
  writeFileSync(join(folder, "keyward.json"), JSON.stringify(CONFIG));
  const random = new Random(7);
  const facts: EventFacts[] = [];
  for (let index = 0, second = 0; index < 300; index++, second += 1 + random.below(89)) {
    facts.push({
      id: `e-${index}`,
      time: new Date(Date.UTC(2026, 2, 4) + second * 1000).toISOString(),
      action: random.chance(0.5) ? "DisableKey" : "ScheduleKeyDeletion",
      key: `key-${random.below(12)}`,
      ...(random.chance(0.2) && { actor: CI }),
      ...(random.chance(0.1) && { error: "AccessDenied" }),
    });
  }
  events = facts.map(rawEvent);
  // Spread over files whose order does not follow time.
  for (let file = 0; file < 9; file++) {
    const part = events.filter((_, index) => (index * 5) % 9 === file);
    writeLog(folder, `logs/${file}.json.gz`, s3File(part.reverse()));
  }
});

let taggedRun: Promise<Map<string, Judged>> | undefined;
/** Returns the result of `keyward tag` for each event, by id, from one run. */
function taggedVerdicts(): Promise<Map<string, Judged>> {
  taggedRun ??= tagEvents();
  return taggedRun;
}

async function tagEvents(): Promise<Map<string, Judged>> {
  const input = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const { stdout } = await runCli(["tag", "-q", "--keep", "-c", "keyward.json"], { cwd: folder, input });
  const verdicts = new Map<string, Judged>();
  for (const line of stdout.toString().split("\n").slice(0, -1)) {
    const { eventID, keyward } = JSON.parse(line) as { eventID: string; keyward: Judged };
    const { verdict, severity, risk_score, burst } = keyward;
    verdicts.set(eventID, {
      verdict,
      ...(verdict === "match" && { severity, risk_score, ...(burst !== undefined && { burst }) }),
    });
  }
  return verdicts;
}

async function scannedVerdicts(...args: string[]): Promise<Map<string, Judged>> {
  const command = ["scan", "-q", "--format", "ndjson", "-c", "keyward.json", ...args, "logs"];
  const { code, stdout, stderr } = await runCli(command, { cwd: folder });
  assert.deepEqual([code, stderr], [0, ""]);
  const findings = stdout
    .toString()
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ReportedFinding);
  return new Map(
    findings.map(({ id = "", verdict, severity, risk_score, burst }) => [
      id,
      {
        verdict,
        ...(verdict === "match" && { severity, risk_score, ...(burst !== undefined && { burst }) }),
      },
    ]),
  );
}

describe("keyward scan --config", () => {
  it("agrees with keyward tag on each event, also where earlier events decide", async () => {
    const tagged = await taggedVerdicts();
    const kinds = new Set([...tagged.values()].map(({ verdict, severity }) => `${verdict} ${severity ?? ""}`.trim()));
    assert.deepEqual([...kinds].sort(), ["capped", "denied", "match critical", "match low", "suppressed"]);
    for (const jobs of few(["3", "1"], 1)) {
      assert.deepEqual([...(await scannedVerdicts("--jobs", jobs))], [...tagged]);
    }
  });

  it("applies filters only after all events are judged, and changes no verdict by them", async () => {
    const tagged = await taggedVerdicts();
    const late = String(events[150]?.eventTime);
    const expected = [...tagged].filter(([id]) => Number(id.slice(2)) >= 150);
    assert.deepEqual([...(await scannedVerdicts("--since", late))], expected);
  });

  itThoroughly("judges again what an earlier run annotated", async () => {
    const input = `${JSON.stringify(rawEvent({ id: "x", time: "2026-03-04T00:00:00Z", key: "key-1" }))}\n`;
    const { stdout } = await runCli(["tag", "-q"], { input });
    writeLog(folder, "earlier/a.ndjson", stdout);
    const scanned = await runCli(["scan", "-q", "--format", "ndjson", "-c", "keyward.json", "earlier"], {
      cwd: folder,
    });
    const finding = JSON.parse(scanned.stdout.toString()) as ReportedFinding;
    assert.deepEqual([finding.verdict, finding.severity], ["match", "low"]);
  });

  it("distinguishes a repeated delivery from another event with its id: one finding with two locations", async () => {
    const event = rawEvent({ id: "twice", time: "2026-03-04T00:00:00Z" });
    writeLog(folder, "twice/a.ndjson", `${JSON.stringify(event)}\n${JSON.stringify(event)}\n`);
    // The same id at another time is another event, for the configuration too.
    writeLog(folder, "twice/b.ndjson", `${JSON.stringify({ ...event, eventTime: "2026-03-04T00:10:00Z" })}\n`);
    const { stdout } = await runCli(["scan", "-q", "--format", "ndjson", "-c", "keyward.json", "twice"], {
      cwd: folder,
    });
    const findings = stdout
      .toString()
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as ReportedFinding);
    assert.deepEqual(
      findings.map(({ file, line, verdict, seen, also }) => ({ file, line, verdict, seen, also })),
      [
        { file: "twice/a.ndjson", line: 1, verdict: "match", seen: 2, also: [{ file: "twice/a.ndjson", line: 2 }] },
        { file: "twice/b.ndjson", line: 1, verdict: "match", seen: 1, also: [] },
      ],
    );
  });

  it("uses its places to say what could not be judged, on every thread", async () => {
    const enabled = JSON.stringify(rawEvent({ id: "on", action: "EnableKey", time: "2026-03-04T00:00:00Z" }));
    for (const name of ["a", "b"])
      writeLog(folder, `places/${name}.ndjson`, `{"mine":${JSON.stringify(enabled)},"note":"DisableKey"}\n`);
    writeFileSync(join(folder, "places.json"), '{"places":["/mine#"]}');
    const scanned = await runCli(["scan", "--jobs", "2", "-c", "places.json", "places"], { cwd: folder });
    assert.equal(scanned.code, 0, scanned.stderr);
    assert.match(scanned.stdout.toString(), /^no findings in 2 events/);
    const plain = await runCli(["scan", "--jobs", "2", "places"], { cwd: folder });
    assert.equal(plain.code, 2);
    assert.match(
      plain.stderr,
      /^keyward: places\/a\.ndjson:1: names an action of the rule and could not be judged: no CloudTrail event/m,
    );
  });
});
