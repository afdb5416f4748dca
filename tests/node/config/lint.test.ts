/** Warnings of `keyward check`: each with its near miss, and none that the oracle disproves. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readExceptions } from "#keyward/config/config-exceptions.js";
import { covers, extentOf } from "#keyward/config/lint-exceptions.js";
import { lintConfig, type Warning } from "#keyward/config/lint.js";
import { weekMinutes } from "#keyward/config/lint-windows.js";
import { holds, type FieldTexts } from "../../oracle/config/exceptions.js";
import { generateConfig, weekly } from "../../oracle/config/generate-configs.js";
import {
  ACCOUNTS,
  ACTOR_TYPES,
  ACTORS,
  ADDRESSES,
  KEYS,
  randomSeconds,
  REGIONS,
  ROLES,
  SOURCE_IDENTITIES,
  USER_AGENTS,
  VPC_ENDPOINTS,
} from "../../oracle/config/pools.js";
import { readConfig } from "../../oracle/config/read-config.js";
import type { Field } from "../../oracle/config/settings.js";
import { isInWeekly, clockMinutes } from "../../oracle/config/times.js";
import { Random } from "../../oracle/random.js";
import { ACTIONS } from "../../oracle/samples.js";
import { writeTree } from "../../oracle/tree.js";
import { runSettings } from "../../settings.js";

const NOW = Date.parse("2026-06-01T00:00:00Z");
const ACCOUNT = "444455556666";

/** Returns the warnings of exceptions, with `id` and `reason` added, by their index. */
function warningsOf(...exceptions: object[]): Warning[] {
  const whole = exceptions.map((exception, index) => ({ id: `e${index}`, reason: "r", ...exception }));
  return lintConfig(Buffer.from(JSON.stringify({ exceptions: whole })), NOW);
}

/** Returns `reason; instead` of the only warning about a field's value, or "". */
function said(field: string, value: string): string {
  const warnings = warningsOf({ when: { [field]: [value], user_agent: ["x"] } });
  assert.ok(warnings.length <= 1, JSON.stringify(warnings));
  return warnings.map(({ reason, instead }) => `${reason}; ${instead}`).join("");
}

const ROLE = "a role's own ARN never appears in events: CloudTrail writes the ARN of the session; write ";
const SESSION = "the ARN of an assumed role always ends in its session's name; write ";
const ALIAS = "an alias never appears in events: CloudTrail writes the key itself; write the key's ";
const NO_ACCOUNT = "no account has the id in this ARN; write 12 digits, or *, after the fourth colon";

const VALUES: Record<string, Record<string, string>> = {
  "actor.arn": {
    [`arn:aws:iam::${ACCOUNT}:role/ci-teardown`]: `${ROLE}arn:aws:sts::${ACCOUNT}:assumed-role/ci-teardown/*`,
    // CloudTrail omits a role's path.
    [`arn:aws:iam::${ACCOUNT}:role/service/ci`]: `${ROLE}arn:aws:sts::${ACCOUNT}:assumed-role/ci/*`,
    [`arn:aws-cn:iam::${ACCOUNT}:role/ci-*`]: `${ROLE}arn:aws-cn:sts::${ACCOUNT}:assumed-role/ci-*/*`,
    "*:role/ci": `${ROLE}*:assumed-role/ci/*`,
    [`arn:aws:sts::${ACCOUNT}:assumed-role/ci-teardown`]: `${SESSION}arn:aws:sts::${ACCOUNT}:assumed-role/ci-teardown/*`,
    [`arn:aws:sts::${ACCOUNT}:assumed-role/ci/`]: `${SESSION}arn:aws:sts::${ACCOUNT}:assumed-role/ci/*`,
    "*:assumed-role/ci": `${SESSION}*:assumed-role/ci/*`,
    [`arn:aws:iam::${ACCOUNT}:assumed-role/ci/run`]: `the ARN of an assumed role is one of STS, not of IAM; write arn:aws:sts::${ACCOUNT}:assumed-role/ci/run`,
    "arn:aws:iam::44445555666:user/alice": NO_ACCOUNT,
    "arn:aws:sts::4444555566667:assumed-role/ci/*": NO_ACCOUNT,
    [`arn:aws:sts::${ACCOUNT}:assumed-role/ci-teardown/*`]: "",
    [`arn:aws:sts::${ACCOUNT}:assumed-role/ci-*`]: "",
    [`arn:aws:sts::${ACCOUNT}:assumed-role/aws:ec2-infrastructure/i-0123`]: "",
    [`arn:aws:iam::${ACCOUNT}:user/role/alice`]: "",
    [`arn:aws-us-gov:iam::${ACCOUNT}:root`]: "",
    "arn:aws:iam::44445555????:user/*": "",
    "*/alice": "",
    "arn:*role/ci/*": "",
  },
  "key.arn": {
    [`arn:aws:kms:eu-west-1:${ACCOUNT}:alias/app`]: `${ALIAS}ARN, which aws kms describe-key --key-id alias/app prints`,
    "*:alias/*": `${ALIAS}ARN, which aws kms describe-key --key-id alias/NAME prints`,
    [`arn:aws:kms:eu-west1:${ACCOUNT}:key/*`]:
      "no region has the name in this ARN; write one like eu-west-1, or *, after the third colon",
    "arn:aws:kms:eu-west-1:4444:key/*": NO_ACCOUNT,
    "arn:aws:s3:::bucket/*": "no key has such an ARN; write one like arn:aws:kms:eu-west-1:111122223333:key/*",
    [`arn:aws:kms:eu-west-1:${ACCOUNT}:key/*`]: "",
    [`arn:aws:kms:*:${ACCOUNT}:key/mrk-*`]: "",
    [`arn:aws-us-gov:kms:us-gov-east-1:${ACCOUNT}:key/5b93e0fd`]: "",
    "*:key/5b93e0fd": "",
    "*5b93e0fd": "",
  },
  "key.id": {
    "alias/app": `${ALIAS}id, which aws kms describe-key --key-id alias/app prints`,
    [`arn:aws:kms:eu-west-1:${ACCOUNT}:key/5b93e0fd`]:
      "an id is only what follows key/ in an ARN; write the ARN under key.arn instead",
    "mrk-*": "",
    "5b93e0fd-a6c8-4712-95d4-e08f1c7b3a26": "",
  },
  "actor.role": {
    [`arn:aws:sts::${ACCOUNT}:assumed-role/ci/run`]:
      "a session is not a role: CloudTrail writes the role's own ARN beside it; write ci, the role's name, or move the ARN to actor.arn",
    [`arn:aws:iam::${ACCOUNT}:role/service/ci`]: "",
    ci: "",
    "ci-*": "",
  },
  account: {
    "????": "no account has such an id; write its 12 digits",
    "1111222233334*": "no account has such an id; write its 12 digits",
    "1111222233*": "",
    "111122223333*": "",
    "????????????": "",
  },
  region: Object.fromEntries([
    ...["eu-west1", "EU-WEST-1", "eu-west-1a", "eu-wset-1", "us-east", "global", "eu_*"].map((region) => [
      region,
      "no region has such a name; write one like eu-west-1",
    ]),
    ...["eu-west-1", "eu-*", "*", "us-gov-east-1", "us-isob-east-1", "ap-southeast-5", "mx-central-1", "*-?"].map(
      (region) => [region, ""],
    ),
  ]) as Record<string, string>,
};

describe("a value that no event has", () => {
  for (const [field, values] of Object.entries(VALUES)) {
    it(field, () => {
      for (const [value, expected] of Object.entries(values)) assert.equal(said(field, value), expected, value);
    });
  }

  it("gets a warning with line and pointer, ordered by line", () => {
    const text = `{
  "exceptions": [
    {"id": "a", "reason": "r", "weekly": {"days": ["Sat"],
      "from": "24:00", "until": "00:00"},
      "when": {"region": [
        "eu-west-1",
        "eu\\u002dwest1"], "acc\\u006funt": ["????"]}}
  ]
}`;
    assert.deepEqual(
      lintConfig(Buffer.from(text), NOW).map(({ line, pointer }) => `${line} ${pointer}`),
      ["3 /exceptions/0/weekly", "7 /exceptions/0/when/region/1", "7 /exceptions/0/when/account/0"],
    );
  });
});

describe("a window", () => {
  const when = { account: [ACCOUNT] };
  const pointers = (exception: object): string[] =>
    warningsOf({ when, ...exception }).map(({ pointer, reason }) => `${pointer}: ${reason}`);
  const weekly = (days: string[], from: string, until: string): object => ({ weekly: { days, from, until } });

  it("gets a warning if it is over, and none if it ends later", () => {
    assert.deepEqual(pointers({ until: "2026-06-01T02:00:00+02:00" }), ["/exceptions/0/until: the window is over"]);
    assert.deepEqual(pointers({ until: "2026-06-01T00:00:01Z" }), []);
    assert.deepEqual(pointers({ from: "2020-01-01T00:00:00Z" }), []);
  });

  it("gets a warning if it never opens, and none if it opens at midnight", () => {
    const never =
      "/exceptions/0/weekly: the window never opens: 24:00 is the end of its day, and 00:00 the beginning of the next";
    assert.deepEqual(pointers(weekly(["Sat"], "24:00", "00:00")), [never]);
    assert.deepEqual(pointers(weekly(["Sat"], "24:00", "00:01")), []);
    assert.deepEqual(pointers(weekly(["Sat"], "23:59", "00:00")), []);
    assert.deepEqual(pointers(weekly(["Sat"], "00:00", "24:00")), []);
  });

  it("gets a warning if it never opens between from and until, and none if it opens for a minute", () => {
    // A Saturday.
    const between = (from: string, until: string): object => ({
      from: `2026-12-05T${from}`,
      until: `2026-12-05T${until}`,
    });
    const never = ["/exceptions/0/weekly: the window never opens between from and until"];
    assert.deepEqual(pointers({ ...between("10:00:00Z", "12:00:00Z"), ...weekly(["Sat"], "12:00", "13:00") }), never);
    assert.deepEqual(pointers({ ...between("10:00:00Z", "12:00:01Z"), ...weekly(["Sat"], "12:00", "13:00") }), []);
    assert.deepEqual(pointers({ ...between("10:00:00Z", "12:00:00Z"), ...weekly(["Fri"], "22:00", "10:00") }), never);
    assert.deepEqual(pointers({ ...between("09:59:59Z", "12:00:00Z"), ...weekly(["Fri"], "22:00", "10:00") }), []);
    assert.deepEqual(pointers({ from: "2026-12-05T00:00:00Z", ...weekly(["Fri"], "22:00", "10:00") }), []);
  });
});

describe("an exception for every event", () => {
  const reasons = (...exceptions: object[]): string[] => warningsOf(...exceptions).map(({ reason }) => reason);
  const EVERY = "the exception holds for every event: no field of when narrows it down";
  const ALL_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

  it("gets a warning, and none if a single field narrows it down", () => {
    const wide: object[] = [
      { account: ["*"] },
      { account: ["????????????"], region: ["*-*"] },
      { source_ip: ["10.0.0.0/8", "0.0.0.0/0"] },
      { source_ip: ["::/0"] },
      { action: ["DisableKey", "ScheduleKeyDeletion"] },
      { "actor.arn": ["arn:*"], "key.arn": ["arn:aws:kms:*"], "key.id": ["?*"] },
      { "actor.type": ["*"], user_agent: ["**"] },
      { "actor.role": ["*"], source_identity: ["*"], vpc_endpoint: ["vpce-*"] },
    ];
    for (const when of wide) {
      assert.deepEqual(reasons({ when }), [EVERY], JSON.stringify(when));
      assert.deepEqual(reasons({ when: { ...when, user_agent: ["aws-cli/*"] } }), [], JSON.stringify(when));
    }
    for (const when of [
      { account: ["1*"] },
      { action: ["*Key"] },
      { source_ip: ["10.0.0.0/8"] },
      { region: ["eu-*", "us-*"] },
    ])
      assert.deepEqual(reasons({ when }), [], JSON.stringify(when));
  });

  it("is judged by its windows too", () => {
    const when = { account: ["*"] };
    const [from, until] = ["2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z"];
    assert.deepEqual(reasons({ when, from }), [EVERY]);
    assert.deepEqual(reasons({ when, until }), [EVERY]);
    assert.deepEqual(reasons({ when, from, until }), []);
    assert.deepEqual(reasons({ when, weekly: { days: ALL_DAYS, from: "00:00", until: "24:00" } }), [EVERY]);
    assert.deepEqual(reasons({ when, weekly: { days: ["Sat"], from: "02:00", until: "04:00" } }), [
      "the exception holds for every event of its weekly window: no field of when narrows it down",
    ]);
  });
});

describe("an exception that another one covers", () => {
  const reasons = (...exceptions: object[]): string[] =>
    warningsOf(...exceptions).map(({ pointer, reason }) => `${pointer}: ${reason}`);
  const narrow = { when: { account: [ACCOUNT], source_ip: ["10.1.2.0/24"] } };
  const wide = { when: { account: ["4444*"] } };

  it("gets a warning that names the other one, whichever comes first", () => {
    assert.deepEqual(reasons(wide, narrow), [
      '/exceptions/1: the exception never applies: "e0", before it, covers every event that it covers',
    ]);
    assert.deepEqual(reasons(narrow, wide), [
      '/exceptions/0: the exception makes no difference: "e1", after it, covers every event that it covers',
    ]);
    // Of two equal exceptions, the later one.
    assert.deepEqual(reasons(narrow, narrow), [
      '/exceptions/1: the exception never applies: "e0", before it, covers every event that it covers',
    ]);
  });

  it("gets no warning if it holds for something more", () => {
    const window = { from: "2026-05-01T00:00:00Z" };
    const saturday = { weekly: { days: ["Sat"], from: "02:00", until: "04:00" } };
    assert.deepEqual(reasons({ ...wide, ...window }, narrow), []);
    assert.deepEqual(reasons({ ...wide, ...saturday }, narrow), []);
    assert.deepEqual(reasons({ when: { account: ["4444*"], source_ip: ["10.1.2.0/25"] } }, narrow), []);
    assert.deepEqual(reasons({ when: { account: ["4444*"], region: ["*-1"] } }, narrow), []);
    // For an endpoint, an address counts only if the endpoint is named.
    const endpoint = { when: { source_ip: ["10.1.2.0/24"], vpc_endpoint: ["vpce-0a1b2c3d4e5f60718"] } };
    assert.deepEqual(reasons({ when: { source_ip: ["10.0.0.0/8"] } }, endpoint), []);
    assert.equal(reasons(wide, { ...narrow, ...window, ...saturday }).length, 1);
  });

  it("is covered according to the oracle, for any event", () => {
    const { seed, records } = runSettings(400, 4000);
    const random = new Random(seed);
    let covered = 0;
    for (let index = 0; index < records; index++) {
      const [exceptions, mine] = configExceptions(seed, index);
      for (const [at, one] of mine.entries()) {
        for (const [other, extent] of mine.entries()) {
          const [outer, inner] = [exceptions[at], exceptions[other]];
          if (at === other || outer === undefined || inner === undefined || !covers(one, extent)) continue;
          covered++;
          for (let event = 0; event < 100; event++) {
            const [texts, seconds] = [randomTexts(random), randomSeconds(random)];
            if (holds(inner, texts, seconds)) assert.ok(holds(outer, texts, seconds), `${index}: ${at} ${other}`);
          }
        }
      }
    }
    assert.ok(covered > 20, `${covered} covered`);
  });
});

it("a weekly window is open in the same minutes as in the oracle", () => {
  const random = new Random(7);
  for (let round = 0; round < 50; round++) {
    const tree = weekly(random);
    const text = `{"exceptions":[{"id":"a","reason":"b","weekly":${writeTree(tree, { whitespace: 0, escapes: 0 }, random)}}]}`;
    const window = readExceptions(Buffer.from(text))[0]?.weekly ?? assert.fail();
    const minutes = weekMinutes(window);
    const own = { days: window.days, from: clockMinutes(window.from) ?? 0, until: clockMinutes(window.until) ?? 0 };
    const monday = Date.UTC(2026, 10, 30) / 1000;
    for (const [minute, isOpen] of minutes.entries())
      assert.equal(isOpen === 1, isInWeekly(monday + minute * 60, own), `${text} ${minute}`);
  }
});

/** Returns the exceptions of a generated configuration, as the oracle and as the linter read them. */
function configExceptions(seed: number, index: number) {
  const bytes = Buffer.from(generateConfig(seed, index).text);
  const { settings } = readConfig(bytes);
  assert.ok(settings !== undefined);
  const mine = readExceptions(bytes);
  assert.deepEqual(
    mine.map(({ id }) => id),
    settings.exceptions.map(({ id }) => JSON.parse(id) as string),
  );
  return [settings.exceptions, mine.map(extentOf)] as const;
}

function randomTexts(random: Random): FieldTexts {
  const key = random.pick(KEYS);
  const texts: [Field, string][] = [
    ["action", random.pick(ACTIONS)],
    ["account", random.pick(ACCOUNTS)],
    ["region", random.pick(REGIONS)],
    ["actor.arn", random.pick(ACTORS)],
    ["actor.type", random.pick(ACTOR_TYPES)],
    ["source_ip", random.pick(ADDRESSES)],
    ["user_agent", random.pick(USER_AGENTS)],
    ["key.arn", key.startsWith("arn:") ? key : ""],
    ["key.id", key.split("/").at(-1) ?? ""],
    ["actor.role", random.pick(ROLES)],
    ["source_identity", random.pick(SOURCE_IDENTITIES)],
    ["vpc_endpoint", random.pick([...VPC_ENDPOINTS, ""])],
  ];
  return new Map(texts.filter(() => random.chance(0.9)));
}
