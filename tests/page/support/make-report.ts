/** Realistic made-up reports: the same numbers give the same report. */
import { createHash } from "node:crypto";
import type { ReportedFinding, Report } from "#keyward/report/report.js";
import type { Verdict } from "#keyward/engine/finding.js";
import { addStates } from "#keyward/scan/add-states.js";
import { coverageOf } from "./make-coverage.js";
import { statusesAfter } from "./make-keys.js";

const DAY = 86_400_000;
const BEGIN = Date.parse("2026-03-02T00:00:00Z");

interface Caller {
  /** Relative frequency. */
  weight: number;
  verdicts: readonly Verdict[];
  account: string;
  regions: readonly string[];
  type: string;
  arn: string;
  address: string;
  agent: string;
  /** The role of the session. */
  issuer?: string;
  exception?: { id: string; reason: string };
  /** Its working hours, UTC. */
  hours: readonly [from: number, to: number];
}

const CLI =
  "aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0 lang/python#3.13.4 md/command#kms.schedule-key-deletion";
const TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.13.1 terraform-provider-aws/6.14.0 aws-sdk-go-v2/1.38.3";
const CONSOLE = "AWS Internal";

const CALLERS: readonly Caller[] = [
  {
    weight: 24,
    verdicts: ["suppressed", "suppressed", "suppressed", "duplicate"],
    account: "444455556666",
    regions: ["eu-central-1", "us-east-1"],
    type: "AssumedRole",
    arn: "arn:aws:sts::444455556666:assumed-role/ci-teardown/run-#",
    address: "192.0.2.77",
    agent: TERRAFORM,
    issuer: "arn:aws:iam::444455556666:role/ci-teardown",
    exception: { id: "ci-teardown", reason: "CI deletes its own stacks" },
    hours: [1, 23],
  },
  {
    weight: 9,
    verdicts: ["match", "match", "match", "capped"],
    account: "777788889999",
    regions: ["us-east-1"],
    type: "AssumedRole",
    arn: "arn:aws:sts::777788889999:assumed-role/OrganizationAdmin/mallory@example.com",
    address: "203.0.113.9",
    agent: CLI,
    issuer: "arn:aws:iam::777788889999:role/OrganizationAdmin",
    hours: [2, 4],
  },
  {
    weight: 7,
    verdicts: ["match", "denied"],
    account: "111122223333",
    regions: ["eu-west-1", "eu-central-1"],
    type: "IAMUser",
    arn: "arn:aws:iam::111122223333:user/alice",
    address: "198.51.100.23",
    agent: CLI,
    hours: [8, 17],
  },
  {
    weight: 6,
    verdicts: ["denied", "denied", "match"],
    account: "111122223333",
    regions: ["eu-west-1"],
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/data-platform/etl-#",
    address: "192.0.2.140",
    agent: "Boto3/1.40.21 md/Botocore#1.40.21 ua/2.1 os/linux#6.1.0 lang/python#3.12.3 exec-env/AWS_ECS_FARGATE",
    issuer: "arn:aws:iam::111122223333:role/data-platform",
    hours: [0, 24],
  },
  {
    weight: 5,
    verdicts: ["suppressed"],
    account: "111122223333",
    regions: ["eu-west-1"],
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/KeyRotation/monthly",
    address: "AWS Internal",
    agent: CONSOLE,
    issuer: "arn:aws:iam::111122223333:role/KeyRotation",
    exception: { id: "march-rotation", reason: "CHG-1042: old keys are disabled after the rotation" },
    hours: [20, 23],
  },
  {
    weight: 4,
    verdicts: ["match"],
    account: "777788889999",
    regions: ["us-west-2", "us-east-1"],
    type: "IAMUser",
    arn: "arn:aws:iam::777788889999:user/bob",
    address: "198.51.100.87",
    agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0",
    hours: [14, 22],
  },
  {
    weight: 1,
    verdicts: ["match"],
    account: "111122223333",
    regions: ["us-east-1"],
    type: "Root",
    arn: "arn:aws:iam::111122223333:root",
    address: "203.0.113.201",
    agent: CONSOLE,
    hours: [22, 24],
  },
];

/** The configuration with these exceptions. */
const EXCEPTIONS = CALLERS.flatMap(({ exception, arn }) =>
  exception === undefined ? [] : [{ ...exception, when: { "actor.arn": [arn.replace("#", "*")] } }],
);
const CONFIG = {
  file: "keyward.json",
  sha256: createHash("sha256").update(JSON.stringify(EXCEPTIONS)).digest("hex"),
  exceptions: EXCEPTIONS,
};

export interface Size {
  findings: number;
  /** Number of days that they are spread over. */
  days: number;
  seed?: number;
}

/** Returns a report of findings over some days from 2 March 2026 on. */
export function makeReport({ findings: count, days, seed = 1 }: Size): Report {
  const random = randomNumbers(seed);
  const keys = new Map<Caller, string[]>();
  const findings = Array.from({ length: count }, () => makeFinding(random, days, keys)).sort((a, b) =>
    (a.time ?? "") < (b.time ?? "") ? -1 : 1,
  );
  const end = BEGIN + days * DAY;
  const statuses = statusesAfter(findings, end);
  addStates(findings, statuses);
  return reportOf(findings, {
    keys: statuses,
    config: CONFIG,
    coverage: coverageOf(211_000 + count * 137, { from: BEGIN, to: end }),
    scanned_at: new Date(end + 6.2 * 3_600_000).toISOString(),
    filters: { since: new Date(BEGIN).toISOString(), until: new Date(BEGIN + days * DAY).toISOString() },
    files: 40 + days * 96,
    records: 211_000 + count * 137,
    bytes: 96_400_000 + count * 41_201,
  });
}

/** Returns a report of these findings, with other parts. */
export function reportOf(findings: ReportedFinding[], rest: Partial<Report> = {}): Report {
  return {
    version: "0.1.0",
    scanned_at: "2026-03-18T06:12:00.000Z",
    filters: {},
    files: 1,
    bytes: 1000,
    records: Math.max(1, findings.length),
    coverage: coverageOf(rest.records ?? Math.max(1, findings.length)),
    findings,
    // The page counts for itself.
    totals: { verdicts: {}, actors: [], keys: [], accounts: [], days: [], exceptions: [] },
    keys: [],
    broken: [],
    ...rest,
  };
}

type Random = () => number;

function makeFinding(random: Random, days: number, keys: Map<Caller, string[]>): ReportedFinding {
  const caller = pickCaller(random);
  const verdict = pick(random, caller.verdicts);
  const region = pick(random, caller.regions);
  const time = timeOf(random, caller, days);
  const isDeletion = random() < 0.6;
  const arn = caller.arn.replace("#", String(4100 + Math.floor(random() * 40)));
  const key = pickKey(random, caller, keys);
  const keyArn = `arn:aws:kms:${region}:${caller.account}:key/${key}`;
  const window = pick(random, [7, 7, 10, 30]);
  const day = new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");
  const file = `AWSLogs/${caller.account}/CloudTrail/${region}/${day}/${caller.account}_CloudTrail_${region}_${hex(random, 8)}.json.gz`;
  const isPerson = caller.type === "IAMUser";
  return {
    file,
    line: 1,
    path: `/Records/${Math.floor(random() * 120)}`,
    verdict,
    ...(verdict === "suppressed" && caller.exception && { exception: caller.exception }),
    ...(verdict === "match" && { severity: "medium", risk_score: 47 }),
    id: hex(random, 8, 4, 4, 4, 12),
    time: new Date(time).toISOString().replace(".000Z", "Z"),
    action: isDeletion ? "ScheduleKeyDeletion" : "DisableKey",
    account: caller.account,
    region,
    actor: { type: caller.type, arn },
    source_ip: caller.address,
    user_agent: caller.agent,
    key: { id: key, arn: keyArn, ...(verdict !== "denied" && isDeletion && { state: "PendingDeletion" }) },
    ...(isDeletion && { pending_window_days: window }),
    ...(verdict === "denied"
      ? {
          error_code: "AccessDenied",
          error_message: `User: ${arn} is not authorized to perform: kms:${isDeletion ? "ScheduleKeyDeletion" : "DisableKey"} on resource: ${keyArn}`,
        }
      : isDeletion && { deletion_date: deletionDate(time + window * DAY) }),
    details: {
      principal_id: `${isPerson ? "AIDA" : "AROA"}EXAMPLE${hex(random, 9).toUpperCase()}`,
      ...(isPerson && { user_name: arn.replace(/.*\//, "") }),
      access_key_id: `${isPerson ? "AKIA" : "ASIA"}EXAMPLE${hex(random, 9).toUpperCase()}`,
      caller_account: caller.account,
      ...(caller.issuer !== undefined && {
        session_issuer_type: "Role",
        session_issuer_arn: caller.issuer,
        session_issuer_user_name: caller.issuer.replace(/.*\//, ""),
      }),
      mfa_authenticated: String(isPerson && random() < 0.5),
      event_type: "AwsApiCall",
      requested_key: key,
      request_id: hex(random, 8, 4, 4, 4, 12),
    },
    seen: verdict === "duplicate" ? 2 : 1,
    also: verdict === "duplicate" ? [{ file: file.replace(".json.gz", "_again.json.gz"), line: 1 }] : [],
  };
}

/** Most callers work every day; the one with night hours had only one night. */
function timeOf(random: Random, { hours: [from, to], weight }: Caller, days: number): number {
  const isOneNight = weight === 9;
  let day = Math.floor(random() * days);
  if (isOneNight) day = Math.min(days - 1, Math.floor(days * 0.64));
  const hour = from + random() * (to - from);
  return BEGIN + day * DAY + Math.floor(hour * 3600) * 1000;
}

function pickCaller(random: Random): Caller {
  let left = random() * CALLERS.reduce((sum, { weight }) => sum + weight, 0);
  for (const caller of CALLERS) {
    left -= caller.weight;
    if (left < 0) return caller;
  }
  return CALLERS[0] as Caller;
}

/** Some keys occur again: disabled first and deleted later, or tried twice. */
function pickKey(random: Random, caller: Caller, keys: Map<Caller, string[]>): string {
  const own = keys.get(caller) ?? [];
  keys.set(caller, own);
  if (own.length > 0 && random() < 0.3) return pick(random, own);
  const key = hex(random, 8, 4, 4, 4, 12);
  own.push(key);
  return key;
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)] as Value;
}

/** As CloudTrail writes it: `Mar 11, 2026, 9:33:08 AM`. */
function deletionDate(time: number): string {
  return new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" })
    .format(time)
    .replaceAll("\u202f", " ");
}

function hex(random: Random, ...lengths: number[]): string {
  const digit = (): string => Math.floor(random() * 16).toString(16);
  return lengths.map((length) => Array.from({ length }, digit).join("")).join("-");
}

/** Returns reproducible numbers from 0 to 1 (mulberry32). */
function randomNumbers(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
