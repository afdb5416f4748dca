/**
 * Building blocks of generated records: right values, values that only look right, and values of every kind. Account ids are
 * those that AWS reserves for documentation, addresses those of RFC 5737 and 3849.
 */
import type { Json, JsonObject } from "./json.js";
import type { Random } from "./random.js";
import { array, literal, NULL, object, type Tree } from "./tree.js";

export const ACTIONS = ["DisableKey", "ScheduleKeyDeletion"] as const;
export const PROVIDER = "kms.amazonaws.com";
export const DATASET = "aws.cloudtrail";

/** Splits strings at bars, which keeps lists readable. */
function list(...lines: string[]): string[] {
  return lines.join("|").split("|");
}

/** For each clause of the rule, values that must not satisfy it. */
export const NEAR_MISSES = {
  action: list(
    "DisableKeyRotation|disablekey|DISABLEKEY|disableKey|DisableKey | DisableKey|DisableKe|isableKey|DisableKeys|DisableKey*",
    'DisableKey\u0000|Disable\u0000Key|DisableKey\n|"DisableKey"|Disable\\u004bey|Disable\u212aey|\uff24isableKey|DisableKey\u200b',
    "DisableKey,ScheduleKeyDeletion|DisableKeyScheduleKeyDeletion|ScheduleKeyDeletio|ScheduleKeyDeletions|scheduleKeyDeletion",
    "ScheduleKeydeletion|Schedule Key Deletion|\u017fcheduleKeyDeletion|ScheduleKeyDeletion\t|CancelKeyDeletion|EnableKey|*|or",
  ),
  provider: list(
    "kms.amazonaws.com.cn|kms.amazonaws.co|kms.amazonaws.comm|KMS.amazonaws.com|kms.Amazonaws.com|kms|kms-fips.amazonaws.com",
    "xkms.amazonaws.com|kms.amazonaws.com.|kms.amazonaws.com/|https://kms.amazonaws.com|kms_amazonaws_com|kmsxamazonaws.com",
    " kms.amazonaws.com|s3.amazonaws.com|iam.amazonaws.com|cloudkms.googleapis.com|kms.aliyuncs.com|kms.amazonaws.com\u0000",
    '\u212ams.amazonaws.com|kms\u3002amazonaws.com|kms.amazonaws.com\\|"kms.amazonaws.com',
  ),
  outcome: list("failure|unknown|Success|SUCCESS|success |succes|successful|success\u0000|*|"),
  dataset: list(
    "aws.cloudtrails|aws.cloudtrai|AWS.cloudtrail|aws_cloudtrail|aws.cloudwatch|aws|cloudtrail|aws.cloudtrail |gcp.audit",
  ),
} as const;

/** Values of `errorCode` and `errorMessage` for a failed call, and for others. */
const FAILURES: readonly Tree[] = [
  "AccessDenied",
  "KMSInvalidStateException",
  "NotFoundException",
  "DependencyTimeoutException",
  " ",
  "null",
  "\u0000",
  "0",
  literal(0),
  literal(false),
  literal(true),
  literal("-0"),
  array("AccessDenied"),
  array(NULL, literal(false)),
  array(array(" ")),
  array(object(["a", literal(0)])),
  object(["code", "AccessDenied"]),
  object(["a", NULL], ["b", literal(0)]),
  object(["a", array("", "x")]),
  object(["a", object(["b", " "])]),
  object(["__proto__", "x"]),
  object(["a", object(["constructor", literal(false)])]),
];
const BLANKS: readonly Tree[] = [
  array(),
  array(NULL),
  array("", array(), object()),
  array(array(array(NULL), object(["a", array("")]))),
  object(["a", array()]),
  NULL,
  "",
  object(),
  object(["a", NULL]),
  object(["a", ""]),
  object(["a", object()]),
  object(["a", object(["b", ""])], ["c", NULL]),
  object(["__proto__", NULL]),
  object(["__proto__", object(["toString", ""])]),
  object(["a", "x"], ["a", NULL]),
];

/** Returns one of the values, copied so that changes do not affect later records. */
function copyOf(choices: readonly Tree[], random: Random): Tree {
  return structuredClone(random.pick(choices));
}

/**
 * Sometimes wraps the value in a few objects, which is as blank as the value itself. The text stays below 1,024 bytes in any
 * spelling, the limit up to which the module looks for overridden members (docs/reference/annotation.md).
 */
function inObjects(value: Tree, random: Random): Tree {
  let tree = value;
  for (let level = random.chance(0.1) ? random.below(10) : 0; level > 0; level--) {
    tree = random.chance(0.1) ? object(["a", "x"], ["a", tree]) : object(["b", NULL], ["a", tree]);
  }
  return tree;
}

export function randomFailure(random: Random): Tree {
  return inObjects(copyOf(FAILURES, random), random);
}

export function randomBlank(random: Random): Tree {
  return inObjects(copyOf(BLANKS, random), random);
}

const NUMBERS = list(
  "0|-0|7|30|47|-1|1.0|7.50|1e1|1E+2|1e-7|1e400|-1e400|12345678901234567890|0.30000000000000004|9007199254740993|5e-324",
  "1.7976931348623157e308|123456789012345678901234567890.123456789e-20",
);
const TEXTS = list(
  'x|null|true|0| |a b|\u00e9t\u00e9|\u65e5\u672c\u8a9e|\ud83d\udd11 key|\ud83d|\udd11\ud83d|\u0000|\u0001\u001f\u007f|"|\\|\\"|\\u004b|/',
  '</script>|{"eventName":"DisableKey"}|}|]}|,"keyward":1|\u2028\u2029|\ufeff|\ufffd|\ufffe\uffff|DisableKey|kms.amazonaws.com|success',
  "keyward|aws-kms-key-loss|\u0130\u0131\u00df|e\u0301|\t\r\n\b\f|",
);
const KEYS = list(
  "| |a|n|id|key|name|value|__proto__|constructor|toString|hasOwnProperty|length|0|-1|EventName|eventname|eventName |eventSourc|eventSources",
  "event_name|Event|event |events|.event.action|event..action|event.action.|event.actions|event.|.|errorcode|Keyward|keyward |keyward.verdict",
  'tag|tags.0|rules|rule.name|threats|event\u0000|eventName\u0000|\ud83d\udd11|\ud83d|"|\\|k\u0435yward|log|stream|kubernetes|date',
);

export function randomText(random: Random): string {
  if (random.chance(0.03)) return random.pick(TEXTS).repeat(1 + random.below(60));
  return random.pick(TEXTS) + (random.chance(0.2) ? random.pick(TEXTS) : "");
}

/** Returns a name without meaning to the rule, though it may look like one. */
export function randomKey(random: Random): string {
  return random.pick(KEYS);
}

export function randomNumber(random: Random): Tree {
  return literal(random.pick(NUMBERS));
}

/** Returns any JSON, at most `depth` levels deep. */
export function randomTree(random: Random, depth = 3): Tree {
  const kind = random.below(depth > 0 ? 8 : 5);
  if (kind === 0) return NULL;
  if (kind === 1) return literal(random.chance(0.5));
  if (kind === 2) return randomNumber(random);
  if (kind <= 4) return randomText(random);
  const size = random.below(4);
  if (kind === 5) return array(...Array.from({ length: size }, () => randomTree(random, depth - 1)));
  return object(
    ...Array.from({ length: size }, (): [string, Tree] => [randomKey(random), randomTree(random, depth - 1)]),
  );
}

/** Returns nested brackets, up to 2,000 deep. */
export function randomDepths(random: Random): Tree {
  let tree: Tree = random.pick([...ACTIONS, PROVIDER, NULL, object(), array()]);
  for (let level = random.below(2000); level > 0; level--) {
    tree = random.chance(0.5) ? array(tree) : object([random.pick(["a", "event", "keyward"]), tree]);
  }
  return tree;
}

const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
/** Names of keys from callers and CloudTrail: ARNs, ids, aliases, and things that only resemble an ARN. */
export const KEY_NAMES = [
  `arn:aws:kms:us-west-2:111122223333:key/${KEY_ID}`,
  `arn:aws-cn:kms:cn-north-1:444455556666:key/${KEY_ID}`,
  `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-${KEY_ID}`,
  KEY_ID,
  `mrk-${KEY_ID}`,
  ...list(
    "alias/app|arn:aws:kms:us-west-2:111122223333:alias/app|arn:aws:kms:us-west-2:111122223333:key/|arn:aws:s3:::bucket/key/1|arn::kms:::key/x",
    "arn:aws:kms:us-west-2:111122223333:Key/1|arn:aws:kms:us-west-2:1:2:key/x|ARN:aws:kms:us-west-2:111122223333:key/x| arn:aws:kms:a:b:key/c",
    'arn:aws:kms:us-west-2:111122223333:key/a/b:key/c|arn:aws:kms:us-west-2:111122223333:key/\ud83d\udd11"\\|arn:aws:kms:\u65e5:"\\:key/\n',
    "arn:a:kms:b:c:key/\ud800|arn:aws:kms:us-west-2:111122223333:key:key/1|arn:aws:kms:us-west-2:111122223333key/1|:key/x|",
  ),
];

/** Values that may be in place of the waiting period. */
const WINDOWS: readonly Tree[] = [
  ...list("7|30|007|7.0|7.5|1e1|-7|-0|0| 7|7 |+7|-|0x7|\u0667|123456789012345678901234567890|seven|-07|--1|"),
  ...NUMBERS.map(literal),
  NULL,
  literal(true),
  array(),
  object(),
  object(["days", literal(7)]),
];

export function randomWindow(random: Random): Tree {
  return copyOf(WINDOWS, random);
}

/** Returns a realistic, successful raw event of the rule, with or without each optional part. */
export function rawMatch(random: Random): JsonObject {
  const account = random.pick(["111122223333", "444455556666", "123456789012"]);
  const arn = random.pick(KEY_NAMES);
  const event: [string, Json][] = [
    ["eventVersion", "1.08"],
    [
      "userIdentity",
      {
        type: "IAMUser",
        principalId: "EXAMPLE",
        arn: `arn:aws:iam::${account}:user/Alice`,
        accountId: account,
        userName: "Alice",
      },
    ],
    ["eventTime", "2021-10-26T23:25:25Z"],
    ["eventSource", PROVIDER],
    ["eventName", random.pick(ACTIONS)],
    ["awsRegion", random.pick(["us-east-1", "eu-central-1", "cn-north-1"])],
    ["sourceIPAddress", random.pick(["192.0.2.1", "2001:db8::1", "AWS Internal", "cloudformation.amazonaws.com"])],
    ["userAgent", random.pick(["AWS Internal", "aws-cli/2.2.0 Python/3.8.8", 'Terraform "1.5" \\ \u00e9'])],
    [
      "requestParameters",
      random.pick<Json>([
        { keyId: arn, pendingWindowInDays: 7 },
        { pendingWindowInDays: 30, keyId: KEY_ID },
        { keyId: arn },
        {},
        null,
      ]),
    ],
    [
      "responseElements",
      random.pick<Json>([
        null,
        { keyId: arn, keyState: "PendingDeletion", deletionDate: "Nov 2, 2021, 11:25:25 PM", pendingWindowInDays: 30 },
        { keyId: arn },
        {},
      ]),
    ],
    ["requestID", "ee408f36-ea01-422b-ac14-b0f147c68334"],
    ["eventID", "3c4226b0-1e81-48a8-a333-7fa5f3cbd118"],
    ["readOnly", false],
    [
      "resources",
      random.pick<Json>([
        null,
        [],
        [{ accountId: account, type: "AWS::KMS::Key", ARN: random.pick(KEY_NAMES) }],
        [{ ARN: "arn:aws:iam::111122223333:role/r" }, { ARN: arn }],
      ]),
    ],
    ["eventType", "AwsApiCall"],
    ["recipientAccountId", account],
  ];
  const kept = event.filter(([key]) => key === "eventSource" || key === "eventName" || !random.chance(0.08));
  return Object.fromEntries(random.chance(0.3) ? random.shuffle(kept) : kept);
}
