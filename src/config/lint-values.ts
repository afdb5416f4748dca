/** Finds values in an exception's `when` that no event can have, and what was probably meant. */
import type { Value } from "./config-exceptions.js";
import { couldMatch, literal, many, one, some, type Form } from "./patterns.js";
import { WARNINGS } from "../messages/configurations.js";

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

/** Returns what is doubtful about one value of a field; undefined if an event could have it. */
export function doubtOf(field: string, { text }: Value): Doubt | undefined {
  switch (field) {
    case "account":
      return couldMatch(text, [ACCOUNT]) ? undefined : WARNINGS.noAccount;
    case "region":
      return couldMatch(text, REGIONS) ? undefined : WARNINGS.noRegion;
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
    return WARNINGS.roleArn(`${ofSts(start)}:assumed-role/${role.split("/").at(-1) ?? role}/*`);
  }
  const [, before = "", session] = /^(.*):assumed-role\/(.*)$/s.exec(text) ?? [];
  if (session === undefined) return doubtOfActorAccount(text);
  const name = session.replace(/\/+$/, "");
  const hasSession = /[/*?]/.test(name);
  if (!hasSession) return WARNINGS.noSession(`${ofSts(before)}:assumed-role/${name}/*`);
  if (ofSts(before) !== before) return WARNINGS.sessionOfIam(`${ofSts(before)}:assumed-role/${session}`);
  return doubtOfActorAccount(text);
}

function doubtOfRole(text: string): Doubt | undefined {
  const [, role] = /:assumed-role\/([^/]*)/s.exec(text) ?? [];
  return role === undefined ? undefined : WARNINGS.sessionAsRole(role);
}

/** Returns the beginning of an ARN, with STS in place of IAM. */
function ofSts(start: string): string {
  return start.replace(/^(arn:[^:]*):iam:/, "$1:sts:");
}

function doubtOfActorAccount(text: string): Doubt | undefined {
  return couldMatch(text, [ARN_OF_ACCOUNT]) ? undefined : WARNINGS.noAccountInArn;
}

function doubtOfKeyArn(text: string): Doubt {
  const [, alias] = /:alias\/(.*)$/s.exec(text) ?? [];
  if (alias !== undefined) return WARNINGS.aliasAsArn(aliasName(alias));
  if (couldMatch(text, KEY_ARNS_OF_ANY_ACCOUNT)) return WARNINGS.noAccountInArn;
  return couldMatch(text, KEY_ARNS_OF_ANY_REGION) ? WARNINGS.noRegionInArn : WARNINGS.noKeyArn;
}

function doubtOfKeyId(text: string): Doubt | undefined {
  const [, alias] = /(?:^|:)alias\/(.*)$/s.exec(text) ?? [];
  if (alias !== undefined) return WARNINGS.aliasAsId(aliasName(alias));
  return /^arn:.*:key\//s.test(text) ? WARNINGS.arnAsId : undefined;
}

/** Returns an alias as a command can name it. */
function aliasName(alias: string): string {
  return /^[\w/-]+$/.test(alias) ? alias : "NAME";
}
