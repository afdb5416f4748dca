/** Finds values in an exception's `when` that no event can have, and what was probably meant. */
import type { Value } from "./config-exceptions.js";
import { couldMatch, literal, many, one, some, type Form } from "./patterns.js";

/** Why a value never matches, and what to write instead. */
export interface Doubt {
  reason: string;
  instead: string;
}

const LOWER = /^[a-z]$/;
const DIGIT = /^\d$/;
const ANY = /^[^]$/;
const KEY_ID = /^[\w-]$/;
const NO_COLON = /^[^:]$/;
const COLON = literal(":");
const ACCOUNT: Form = Array.from({ length: 12 }, () => one(DIGIT)).flat();
const DIRECTIONS = ["north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest"];
/** `eu-west-1`, `us-gov-east-1`. */
const REGIONS: readonly Form[] = DIRECTIONS.flatMap((direction) => {
  const end = [...literal(`-${direction}-`), ...some(DIGIT)];
  const start = [...some(LOWER)];
  return [
    [...start, ...end],
    [...start, ...literal("-"), ...some(LOWER), ...end],
  ];
});
const ARN_START: Form = [...literal("arn:aws"), ...many(/^[a-z-]$/), ...COLON];
const ARN_OF_ACCOUNT: Form = [
  ...[...ARN_START, ...some(LOWER), ...COLON, ...many(NO_COLON), ...COLON],
  ...[...ACCOUNT, ...COLON, ...some(ANY)],
];

/** Returns the forms of key ARNs, with a region and an account of these forms. */
function keyArns(regions: readonly Form[], account: Form): Form[] {
  return regions.map((region) => [
    ...[...ARN_START, ...literal("kms:"), ...region, ...COLON, ...account, ...literal(":key/"), ...some(KEY_ID)],
  ]);
}

const KEY_ARNS = keyArns(REGIONS, ACCOUNT);
const KEY_ARNS_OF_ANY_REGION = keyArns([many(NO_COLON)], ACCOUNT);
const KEY_ARNS_OF_ANY_ACCOUNT = keyArns(REGIONS, many(NO_COLON));

const NO_ALIAS = "an alias never appears in events: CloudTrail writes the key itself";
const NO_ACCOUNT_IN_ARN: Doubt = {
  reason: "no account has the id in this ARN",
  instead: "write 12 digits, or *, after the fourth colon",
};

/** Returns what is doubtful about one value of a field; undefined if an event could have it. */
export function doubtOf(field: string, { text }: Value): Doubt | undefined {
  switch (field) {
    case "account":
      return couldMatch(text, [ACCOUNT])
        ? undefined
        : { reason: "no account has such an id", instead: "write its 12 digits" };
    case "region":
      return couldMatch(text, REGIONS)
        ? undefined
        : { reason: "no region has such a name", instead: "write one like eu-west-1" };
    case "actor.arn":
      return doubtOfActor(text);
    case "actor.role":
      return doubtOfRole(text);
    case "key.arn":
      return couldMatch(text, KEY_ARNS) ? undefined : doubtOfKeyArn(text);
    case "key.id":
      return doubtOfKeyId(text);
    default:
      return undefined;
  }
}

function doubtOfActor(text: string): Doubt | undefined {
  // Names of roles, users and sessions have no colon before them.
  const [, start = "", role] = /^(.*):role\/(.*)$/s.exec(text) ?? [];
  if (role !== undefined) {
    return {
      reason: "a role's own ARN never appears in events: CloudTrail writes the ARN of the session",
      instead: `write ${ofSts(start)}:assumed-role/${role.split("/").at(-1) ?? role}/*`,
    };
  }
  const [, before = "", session] = /^(.*):assumed-role\/(.*)$/s.exec(text) ?? [];
  if (session === undefined) return doubtOfActorAccount(text);
  const name = session.replace(/\/+$/, "");
  const hasSession = /[/*?]/.test(name);
  if (!hasSession) {
    return {
      reason: "the ARN of an assumed role always ends in its session's name",
      instead: `write ${ofSts(before)}:assumed-role/${name}/*`,
    };
  }
  if (ofSts(before) !== before) {
    return {
      reason: "the ARN of an assumed role is one of STS, not of IAM",
      instead: `write ${ofSts(before)}:assumed-role/${session}`,
    };
  }
  return doubtOfActorAccount(text);
}

function doubtOfRole(text: string): Doubt | undefined {
  const [, role] = /:assumed-role\/([^/]*)/s.exec(text) ?? [];
  if (role === undefined) return undefined;
  return {
    reason: "a session is not a role: CloudTrail writes the role's own ARN beside it",
    instead: `write ${role}, the role's name, or move the ARN to actor.arn`,
  };
}

/** Returns the beginning of an ARN, with STS in place of IAM. */
function ofSts(start: string): string {
  return start.replace(/^(arn:[^:]*):iam:/, "$1:sts:");
}

function doubtOfActorAccount(text: string): Doubt | undefined {
  return couldMatch(text, [ARN_OF_ACCOUNT]) ? undefined : NO_ACCOUNT_IN_ARN;
}

function doubtOfKeyArn(text: string): Doubt {
  const [, alias] = /:alias\/(.*)$/s.exec(text) ?? [];
  if (alias !== undefined) return { reason: NO_ALIAS, instead: `write the key's ARN, ${describeKey(alias)}` };
  if (couldMatch(text, KEY_ARNS_OF_ANY_ACCOUNT)) return NO_ACCOUNT_IN_ARN;
  if (couldMatch(text, KEY_ARNS_OF_ANY_REGION))
    return {
      reason: "no region has the name in this ARN",
      instead: "write one like eu-west-1, or *, after the third colon",
    };
  return { reason: "no key has such an ARN", instead: "write one like arn:aws:kms:eu-west-1:111122223333:key/*" };
}

function doubtOfKeyId(text: string): Doubt | undefined {
  const [, alias] = /(?:^|:)alias\/(.*)$/s.exec(text) ?? [];
  if (alias !== undefined) return { reason: NO_ALIAS, instead: `write the key's id, ${describeKey(alias)}` };
  if (!/^arn:.*:key\//s.test(text)) return undefined;
  return { reason: "an id is only what follows key/ in an ARN", instead: "write the ARN under key.arn instead" };
}

/** Returns the command that shows the ARN and id of an alias's key. */
function describeKey(alias: string): string {
  const name = /^[\w/-]+$/.test(alias) ? alias : "NAME";
  return `which aws kms describe-key --key-id alias/${name} prints`;
}
