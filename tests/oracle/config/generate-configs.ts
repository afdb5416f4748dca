/** Generates valid configurations from values that generated events have, nearly have, or do not have. */
import { randomFor, type Random } from "../random.js";
import { ACTIONS } from "../samples.js";
import { array, literal, object, writeTree, type MemberTree, type ObjectTree, type Tree } from "../tree.js";
import {
  ACCOUNTS,
  ACTOR_TYPES,
  ACTORS,
  KEYS,
  NETWORKS,
  randomSeconds,
  REGIONS,
  ROLES,
  SOURCE_IDENTITIES,
  USER_AGENTS,
  VPC_ENDPOINTS,
  writeTime,
} from "./pools.js";
import { ELSEWHERE, FIELDS, SEVERITIES, type Field } from "./settings.js";
import { DAYS } from "./times.js";

export interface GeneratedConfig {
  tree: ObjectTree;
  text: string;
}

export function generateConfig(seed: number, index: number): GeneratedConfig {
  const random = randomFor(seed ^ 0xc0f16, index);
  const tree = configTree(random);
  return { tree, text: writeConfig(tree, random) };
}

export function writeConfig(tree: Tree, random: Random): string {
  const writing = { whitespace: random.pick([0, 0, 0.2]), escapes: random.pick([0, 0, 0.05, 0.5, 1]) };
  return writeTree(tree, writing, random);
}

function configTree(random: Random): ObjectTree {
  const settings: [share: number, key: string, value: () => Tree][] = [
    [0.2, "$schema", () => "./keyward.schema.json"],
    [0.3, "tag", () => randomName(random)],
    [0.3, "severity", () => random.pick(SEVERITIES)],
    [0.3, "risk_score", () => literal(random.pick([0, 1, 47, 73, 99, 100]))],
    [0.6, "exceptions", () => exceptions(random)],
    [0.6, "denied", () => random.pick(["annotate", "annotate", "annotate", "ignore"])],
    [0.5, "network_activity", () => random.pick(["ignore", "ignore", "match"])],
    [0.4, "elsewhere", () => random.pick(ELSEWHERE)],
    [0.4, "places", () => array(...Array.from({ length: random.pick([1, 1, 2, 5, 32]) }, () => place(random)))],
    [0.7, "duplicates", () => object(seconds("window_seconds", random))],
    [0.45, "cap", () => cap(random)],
    [0.5, "escalate", () => escalate(random)],
  ];
  const members = settings
    .filter(([share]) => random.chance(share))
    .map(([, key, value]): MemberTree => [key, value()]);
  return object(...(random.chance(0.5) ? random.shuffle(members) : members));
}

/** Places where generated records have events outside the table of shapes, or nearly. */
const PLACES = [
  ..."/x|/x#|/Data|/payloads#|/records/*|/Log#|/x/*|/x/*/*|/x/*#|/event_data|/detail|/detail#|/Records/*/x|/a~1b|/~0".split(
    "|",
  ),
  ..."/taught|/taught#|/taught/*|/taught/*#|/taught/in/*/there#|/resourceLogs/*|/hits|/y z|/Event/~1~0".split("|"),
] as const;

function place(random: Random): string {
  const made = random.pick(PLACES);
  if (random.chance(0.7)) return made;
  return random.pick([
    `/x${made}`,
    `/${"n".repeat(64)}`,
    "/a".repeat(16),
    `/a${"/*".repeat(15)}`,
    made.replace("#", "") + "#",
  ]);
}

const NAMES = [
  "kms",
  "aws-kms-key-loss",
  "CHG-1042",
  'a "b" \\ c/',
  "\u00e9\ud83d\udd11",
  "\u0000\n\t",
  "<&>\u2028",
  "\u00e9".repeat(128),
];

function randomName(random: Random): string {
  return random.pick(NAMES);
}

/** Returns windows that many events share, some exactly at their ends. */
function seconds(key: string, random: Random): MemberTree {
  return [key, literal(random.pick([1, 2, 10, 60, 600, 600, 1800, 3600, 86_400, 604_800]))];
}

function cap(random: Random): Tree {
  const count: MemberTree = ["count", literal(random.pick([1, 2, 3, 5, 10, 100, 1000]))];
  return object(...random.shuffle([count, seconds("period_seconds", random)]));
}

export function escalate(random: Random): ObjectTree {
  return object(
    ["distinct_keys", literal(random.pick([2, 2, 3, 4, 6, 1000]))],
    seconds("window_seconds", random),
    ["severity", random.pick(SEVERITIES)],
    ["risk_score", literal(random.below(101))],
  );
}

function exceptions(random: Random): Tree {
  const count = random.pick([0, 1, 1, 2, 3, 6]);
  return array(
    ...Array.from({ length: count }, (_, index) => exception(`${index}${randomName(random)}`.slice(0, 100), random)),
  );
}

export function exception(id: string, random: Random): ObjectTree {
  const members: MemberTree[] = [
    ["id", id],
    ["reason", randomName(random)],
  ];
  const roll = random.next();
  if (roll < 0.8) members.push(["when", when(random)]);
  if (roll > 0.7) members.push(...window(random, roll >= 0.8));
  return object(...(random.chance(0.3) ? random.shuffle(members) : members));
}

/** Some are wide open, so that enough events are expected. */
function when(random: Random): Tree {
  const count = random.pick([1, 1, 1, 2, 2, 3, 12]);
  const fields = new Set(random.shuffle<Field>([...FIELDS, "source_ip", "source_ip", "vpc_endpoint"]).slice(0, count));
  return object(...[...fields].map((field): MemberTree => [field, values(field, random)]));
}

function values(field: Field, random: Random): Tree {
  return array(...Array.from({ length: random.pick([1, 1, 2, 4]) }, () => PATTERNS[field](random)));
}

const PATTERNS: Record<Field, (random: Random) => string> = {
  action: (random) =>
    random.pick([...ACTIONS, "*", "Disable*", "*Key", "?isableKey", "*Key*", "S*K*D*n", "??????????"]),
  account: (random) =>
    random.pick([...ACCOUNTS, ...ACCOUNTS, "1*", "*6666", "????????????", "4444????6666", "*", "1*2*3", "99*"]),
  region: (random) => globbed(random.pick(REGIONS), random),
  "actor.arn": (random) => globbedArn(random.pick(ACTORS), random),
  "actor.type": (random) => globbed(random.pick(ACTOR_TYPES), random),
  source_ip: (random) => random.pick(NETWORKS),
  user_agent: (random) => globbed(random.pick(USER_AGENTS), random),
  "key.arn": (random) => globbedArn(random.pick(KEYS.slice(0, 6)), random),
  "key.id": (random) => globbed((random.pick(KEYS).split("/").slice(-1)[0] as string) || "x", random),
  "actor.role": (random) => globbed(random.pick([...ROLES, "ci-teardown", "ci-deploy", "service/ci-deploy"]), random),
  source_identity: (random) => globbed(random.pick(SOURCE_IDENTITIES), random),
  vpc_endpoint: (random) => globbed(random.pick(VPC_ENDPOINTS), random),
};

/** Returns a pattern that matches the value, or nearly does. */
export function globbed(value: string, random: Random): string {
  const characters = Array.from(value);
  const at = random.below(characters.length + 1);
  const end = at + random.below(characters.length + 1 - at);
  const cut = (by: string) => [...characters.slice(0, at), by, ...characters.slice(end)].join("");
  const made = random.pick<() => string>([
    () => value,
    () => value,
    () => "*",
    () => cut("*"),
    () => cut("*"),
    () => cut("**"),
    () => cut("?".repeat(end - at)),
    () => cut("*?"),
    () => cut("?".repeat(end - at + 1)),
    () => cut("?*?"),
    () => characters.map((character) => (random.chance(0.3) ? random.pick(["?", "*", "*"]) : character)).join(""),
    () => characters.slice(0, -1).join(""),
    () => `${value}${random.pick(["?", "*", "x"])}`,
    () => value.toUpperCase(),
    () => cut("\ud83d"),
  ])();
  return made === "" ? "*" : made;
}

/** Leaves the account and everything before it in place, or replaces all of it. */
function globbedArn(arn: string, random: Random): string {
  const parts = arn.split(":");
  const tail = globbed(parts.slice(5).join(":"), random);
  if (random.chance(0.25)) return random.pick(["*", "?*", `*${tail}`, `?${arn.slice(1)}`, `*:${tail}`, "arn:*"]);
  return [...parts.slice(0, 5), tail].join(":");
}

/** `isBounded`: an exception for every event needs a beginning and an end. */
function window(random: Random, isBounded: boolean): MemberTree[] {
  const members: MemberTree[] = [];
  const from = randomSeconds(random);
  const time = (at: number) => writeTime(at, random);
  if (isBounded || random.chance(0.4)) members.push(["from", time(from)]);
  if (isBounded || random.chance(0.4)) members.push(["until", time(from + random.pick([1, 60, 600, 7200, 1_000_000]))]);
  if (members.length === 0 || random.chance(isBounded ? 0.6 : 0.3)) members.push(["weekly", weekly(random)]);
  return members;
}

export function weekly(random: Random): ObjectTree {
  const days = random.chance(0.5)
    ? ["Sat", "Sun"]
    : Array.from({ length: 1 + random.below(3) }, () => random.pick(DAYS));
  const clocks = ["00:00", "02:00", "21:59", "22:00", "22:10", "22:30", "23:59", "24:00"];
  const from = random.pick(clocks);
  const until = random.pick(clocks.filter((clock) => clock !== from));
  return object(["days", array(...days)], ["from", from], ["until", until]);
}
