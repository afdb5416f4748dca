/** Finds exceptions that cover everything, and those made pointless by another one. */
import { BlockList, isIPv4 } from "node:net";
import { RULE_ACTIONS } from "../engine/finding.js";
import type { ConfiguredException, WeeklyWindow } from "./config-exceptions.js";
import { timeOf, weekMinutes } from "./lint-windows.js";
import { coversPattern } from "./patterns.js";

/** Values without anything in common: what matches all values of a field narrows nothing down. */
const EXTREMES: Record<string, readonly string[]> = {
  action: RULE_ACTIONS,
  account: ["010203040506", "987654321098"],
  region: ["ap-southeast-2", "eu-north-1", "us-gov-west-1"],
  "actor.arn": [
    "arn:aws:iam::010203040506:root",
    "arn:aws:iam::987654321098:user/a",
    "arn:aws:sts::987654321098:assumed-role/B/c",
    "arn:aws:sts::010203040506:federated-user/d",
  ],
  "actor.type": ["Root", "IAMUser", "AssumedRole", "FederatedUser", "AWSAccount", "AWSService"],
  user_agent: ["a", "Z/9"],
  "key.arn": [
    "arn:aws:kms:ap-southeast-2:010203040506:key/mrk-2d6f0b8c1e5a47f39b7c0d4e8a6f1b35",
    "arn:aws:kms:us-gov-west-1:987654321098:key/8e21c7b4-50d3-4f6a-b8e9-61f0a2d94c35",
  ],
  "actor.role": ["arn:aws:iam::010203040506:role/A", "arn:aws:iam::987654321098:role/b/c-d"],
  source_identity: ["a", "Z/9"],
  vpc_endpoint: ["vpce-0a1b2c3d4e5f60718", "vpce-11111111111111111"],
  "key.id": ["mrk-2d6f0b8c1e5a47f39b7c0d4e8a6f1b35", "8e21c7b4-50d3-4f6a-b8e9-61f0a2d94c35"],
};

/** Reports whether no field limits the exception's events; also true without `when`. */
export function isForEverything({ when }: ConfiguredException): boolean {
  return [...when].every(([field, values]) =>
    field === "source_ip"
      ? values.some(({ text }) => text.endsWith("/0"))
      : EXTREMES[field]?.every((extreme) => values.some(({ text }) => coversPattern(text, extreme))) === true,
  );
}

/** Reports whether the exception is open throughout the week. */
export function isAllWeek({ weekly }: ConfiguredException): boolean {
  return weekly === undefined || !weekMinutes(weekly).includes(0);
}

/** The values of a field: all of them, and those that may cover other values. */
interface Values {
  texts: Set<string>;
  wide: string[];
}

/** The events that an exception covers, in a form that is fast to compare: there may be thousands. */
export interface Extent {
  /** Milliseconds since 1970. */
  begin: number;
  end: number;
  fields: Map<string, Values>;
  weekly: WeeklyWindow | undefined;
}

export function extentOf({ when, from, until, weekly }: ConfiguredException): Extent {
  const fields = [...when].map(([field, values]): [string, Values] => {
    const texts = values.map(({ text }) => text);
    const isWide = field === "source_ip" ? /\// : /[*?]/;
    return [field, { texts: new Set(texts), wide: texts.filter((text) => isWide.test(text)) }];
  });
  return { begin: timeOf(from, -Infinity), end: timeOf(until, Infinity), fields: new Map(fields), weekly };
}

/** Reports whether the first extent covers every event that the second one covers. A "no" is not certain. */
export function covers(one: Extent, other: Extent): boolean {
  if (one.begin > other.begin || one.end < other.end) return false;
  // An address of a VPC endpoint is in no network, unless the exception names the endpoint.
  const isBlind = one.fields.has("source_ip") && !one.fields.has("vpc_endpoint");
  if (isBlind && other.fields.has("vpc_endpoint")) return false;
  for (const [field, values] of one.fields) {
    const others = other.fields.get(field);
    if (others === undefined || !coversValues(field, values, others)) return false;
  }
  return coversWeekly(one, other);
}

function coversValues(field: string, { texts, wide }: Values, others: Values): boolean {
  const coversOne = field === "source_ip" ? coversNetwork : coversPattern;
  for (const text of others.texts) {
    if (!texts.has(text) && !wide.some((one) => coversOne(one, text))) return false;
  }
  return true;
}

function coversWeekly({ weekly: one }: Extent, { weekly: other }: Extent): boolean {
  if (one === undefined) return true;
  const open = weekMinutes(one);
  return other === undefined
    ? !open.includes(0)
    : weekMinutes(other).every((isOpen, minute) => isOpen <= (open[minute] ?? 0));
}

function coversNetwork(one: string, other: string): boolean {
  const [{ address, prefix, family }, inner] = [partsOf(one), partsOf(other)];
  if (family !== inner.family || prefix > inner.prefix) return false;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return list.check(inner.address, family);
}

function partsOf(network: string): { address: string; prefix: number; family: "ipv4" | "ipv6" } {
  const [address = "", prefix] = network.split("/");
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  return { address, prefix: prefix === undefined ? (family === "ipv4" ? 32 : 128) : Number(prefix), family };
}
