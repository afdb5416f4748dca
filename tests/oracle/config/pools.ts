/**
 * The few values that generated events and configurations share, so that they refer to each other. Account ids are those that AWS
 * reserves for documentation, addresses those of RFC 5737 and 3849.
 */
import type { Json, JsonObject } from "../json.js";
import type { Random } from "../random.js";
import { ACTIONS, PROVIDER } from "../samples.js";

export const ACCOUNTS = ["111122223333", "444455556666", "123456789012"] as const;
export const REGIONS = ["us-east-1", "eu-west-1", "eu-central-1"] as const;
export const ACTOR_TYPES = ["IAMUser", "AssumedRole", "Root", "AWSService"] as const;
export const ACTORS = [
  "arn:aws:sts::444455556666:assumed-role/ci-teardown/run-4182",
  "arn:aws:sts::444455556666:assumed-role/ci-deploy/run-4183",
  "arn:aws:sts::111122223333:assumed-role/admin/mallory@example.com",
  "arn:aws:iam::111122223333:user/Alice",
  "arn:aws:iam::123456789012:root",
  "arn:aws:iam::111122223333:user/Zo\u00eb \ud83d\udd11 *?",
] as const;
export const ADDRESSES = [
  ..."192.0.2.1|192.0.2.77|198.51.100.23|203.0.113.9|2001:db8::1|2001:DB8:0:1::7|2001:db8::192.0.2.1".split("|"),
  ..."::ffff:192.0.2.1|::|AWS Internal|cloudformation.amazonaws.com|192.0.2.01|192.0.2.1 |2001:db8::1%eth0".split("|"),
] as const;
export const NETWORKS = [
  ..."192.0.2.0/24|192.0.2.1|192.0.2.1/32|192.0.2.64/26|198.51.100.0/25|203.0.113.8/31|128.0.0.0/1|0.0.0.0/0".split(
    "|",
  ),
  ..."2001:db8::/32|2001:db8:0:1::/64|2001:DB8::1|2001:db8::c000:200/127|::ffff:0:0/96|::ffff:192.0.2.0/120".split("|"),
  ..."::/0|8000::/1|::/128|10.0.0.0/8|fe80::/10|2001:0db8:0000:0001:0:0:0:7/128".split("|"),
] as const;
export const USER_AGENTS = [
  "aws-cli/2.27.41",
  'APN/1.0 HashiCorp/1.0 Terraform/1.5 \\ "x"',
  "AWS Internal",
  "\u65e5\u672c\u8a9e \ud83d\udd11",
] as const;
/** The longest text that a pattern can match, and one that is a byte longer. */
const LONG_USER_AGENTS = [`${"\u00e9".repeat(2047)}2a`, `${"\u00e9".repeat(2047)}27a`] as const;
export const ROLES = [
  "arn:aws:iam::444455556666:role/ci-teardown",
  "arn:aws:iam::444455556666:role/service/ci-deploy",
  "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/admin",
  "admin",
  "ends/",
] as const;
export const SOURCE_IDENTITIES = ["mallory@example.com", "Alice", "\ud83d\udd11 *?"] as const;
export const VPC_ENDPOINTS = ["vpce-0a1b2c3d4e5f60718", "vpce-11111111111111111"] as const;
const KEY_IDS = ["5b93e0fd", "8e21c7b4", "mrk-2d6f0b8c", "3fc77c25", "1234abcd", "alias/app"] as const;
export const KEYS = [
  ...KEY_IDS.slice(0, 5).map((id) => `arn:aws:kms:eu-west-1:444455556666:key/${id}`),
  `arn:aws-cn:kms:cn-north-1:111122223333:key/${KEY_IDS[0]}`,
  ...KEY_IDS,
] as const;
const IDS = Array.from({ length: 12 }, (_, index) => `ca01996a-${index}`);

/** A Saturday in a December window, in seconds. */
export const BEGIN = Date.UTC(2026, 11, 5, 22) / 1000;

/** Returns a time near the others, or exactly at the end of a window. */
export function randomSeconds(random: Random): number {
  const step = random.pick([1, 1, 60, 600]);
  const days = random.chance(0.1) ? random.below(15) - 7 : 0;
  return BEGIN + step * random.below(30) + days * 24 * 60 * 60;
}

/** Writes a time as RFC 3339 in one of its spellings. */
export function writeTime(seconds: number, random: Random): string {
  const plain = (offset: number) => new Date((seconds + offset) * 1000).toISOString().slice(0, 19);
  if (random.chance(0.7)) return `${plain(0)}Z`;
  const spelled = [
    `${plain(0)}.${random.pick(["0", "5", "999999999"])}Z`,
    `${plain(3600)}+01:00`,
    `${plain(-34_200)}-09:30`,
    `${plain(0)}-00:00`,
    `${plain(0).replace("T", random.pick(["t", " "]))}z`,
  ];
  // A minute's leap second is the first second of the next minute.
  if (seconds % 60 === 0) spelled.push(`${plain(-1).slice(0, -2)}60Z`);
  return random.pick(spelled);
}

const NO_TIMES = [
  ..."yesterday|2026-12-05|2026-12-05T22:00:00|2026-02-29T22:00:00Z|2026-12-05T24:00:00Z|2026-12-05T22:00:61Z".split(
    "|",
  ),
  ..."2026-12-05T22:00:00+24:00|2026-12-05T22:00:00.Z|20261205T220000Z| 1796508000|+1796508000|-1796508000".split("|"),
  ..."1796508000.|1796508000.5x|1e9|12345678901234567890|Sat|2026-13-05T22:00:00Z|2026-12-00T22:00:00Z".split("|"),
];

/** Each line has one moment, in digits of every unit: with exactly as many as needed, or too many. */
const EDGES = [
  ..."100000000|100000000000|100000000000000|100000000000000000|1973-03-03T09:46:40Z".split("|"),
  ..."99999999999|99999999999999|99999999999999999".split("|"),
  ..."9999999999|9999999999999999999".split("|"),
];

/** Returns an event's time in a form that occurs, often CloudTrail's, rarely an invalid one. */
export function randomEventTime(random: Random): Json {
  const seconds = randomSeconds(random);
  const roll = random.next();
  if (roll < 0.8) return writeTime(seconds, random);
  if (roll < 0.85) return random.pick(NO_TIMES);
  if (roll < 0.89) return random.pick(EDGES);
  const digits = `${seconds}${random.pick(["", "000", "999", "000000", "123456", "000000000", "987654321"])}`;
  if (roll < 0.93) return `${digits}${random.pick(["", "", ".5", ".0"])}`;
  return random.pick<Json>([seconds, seconds + 0.25, seconds * 1000, null, random.below(100)]);
}

/** Returns a raw event with values from the pools; most match, others failed or are copies from VPC endpoints. */
export function pooledEvent(random: Random): JsonObject {
  const key = random.pick(KEYS);
  const event: [string, Json][] = [
    ["eventSource", random.chance(0.03) ? "s3.amazonaws.com" : PROVIDER],
    ["eventName", random.chance(0.04) ? "EnableKey" : random.pick(ACTIONS)],
    ["eventID", random.chance(0.1) ? random.below(5) : random.pick(IDS)],
    ["eventTime", randomEventTime(random)],
    ["awsRegion", random.pick(REGIONS)],
    ["recipientAccountId", random.pick(ACCOUNTS)],
    ["sourceIPAddress", random.pick(ADDRESSES)],
    ["userAgent", random.pick(random.chance(0.03) ? LONG_USER_AGENTS : USER_AGENTS)],
    [
      "userIdentity",
      {
        ...{
          type: random.pick(ACTOR_TYPES),
          arn: random.pick(ACTORS),
          accountId: random.pick(ACCOUNTS),
          userName: "u",
        },
        ...(random.chance(0.5) && { sessionContext: session(random) }),
      },
    ],
    ["vpcEndpointId", random.pick<Json>([...VPC_ENDPOINTS, null, null, null, ""])],
    ["requestParameters", random.pick<Json>([{ keyId: key, pendingWindowInDays: 7 }, { keyId: key }, null])],
    [
      "responseElements",
      random.pick<Json>([{ keyId: key, keyState: "PendingDeletion" }, { keyId: random.pick(KEYS) }, null]),
    ],
    ["resources", random.pick<Json>([null, null, [{ ARN: key, type: "AWS::KMS::Key" }]])],
  ];
  if (random.chance(0.5)) event.push(["eventCategory", "Management"], ["eventType", "AwsApiCall"]);
  else if (random.chance(0.2)) event.push(...networkActivity(random));
  if (random.chance(0.25)) event.push(...failure(random));
  const kept = event.filter(([name]) => name === "eventSource" || name === "eventName" || !random.chance(0.05));
  return Object.fromEntries(random.chance(0.2) ? random.shuffle(kept) : kept);
}

function session(random: Random): JsonObject {
  return {
    sessionIssuer: { type: "Role", arn: random.pick(ROLES), userName: "r" },
    ...(random.chance(0.5) && { sourceIdentity: random.pick(SOURCE_IDENTITIES) }),
  };
}

/** Marks it as such in one member or in both, or nearly. */
function networkActivity(random: Random): [string, Json][] {
  return random.pick<[string, Json][]>([
    [
      ["eventCategory", "NetworkActivity"],
      ["eventType", "AwsVpceEvent"],
    ],
    [["eventCategory", "NetworkActivity"]],
    [["eventType", "AwsVpceEvent"]],
    [
      ["eventCategory", random.pick(["networkActivity", "NetworkActivity ", "AwsVpceEvent"])],
      ["eventType", random.pick(["AwsVpceEvents", "NetworkActivity", ""])],
    ],
  ]);
}

function failure(random: Random): [string, Json][] {
  const code = random.pick<Json>(["AccessDenied", "KMSInvalidStateException", 'a"\\\u00e9', 403, false, ["x"], ""]);
  const message = random.pick<Json>(["not authorized: \u2028", "User is not authorized", 0, null, { a: 1 }]);
  return random.pick<[string, Json][]>([
    [
      ["errorCode", code],
      ["errorMessage", message],
    ],
    [["errorCode", code]],
    [["errorMessage", message]],
  ]);
}
