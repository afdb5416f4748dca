/**
 * The forms of AWS identifiers. Only values of such a form get into a command: none of them allows control characters, spaces or
 * quotes.
 */

/** A UUID, or the id of a multi-Region key (KMS Developer Guide, "Key identifiers"). */
const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const KEY_ARN = /^arn:(aws(?:-[a-z]+)*):kms:([^:]+):(\d{12}):key\/(.+)$/;
const REGION = /^[a-z]{2,6}(?:-[a-z]+){1,3}-\d{1,2}$/;
const ACCOUNT = /^\d{12}$/;
/** IAM's unique ids: AKIA for a user or root, ASIA for a session. */
const ACCESS_KEY_ID = /^(AKIA|ASIA)[A-Z0-9]{12,124}$/;
/** The names of users, roles and sessions (IAM API Reference). */
const NAME = /^[A-Za-z0-9_+=,.@-]{1,128}$/;
const PRINCIPAL = /^arn:(aws(?:-[a-z]+)*):(iam|sts)::(\d{12}):(.+)$/;
const LONGEST_ARN = 2048;

export interface KeyArn {
  arn: string;
  partition: string;
  region: string;
  account: string;
  id: string;
}

/** A principal's ARN: for `role/path/name`, the kind is `role` and the names are `path` and `name`. */
export interface PrincipalArn {
  arn: string;
  partition: string;
  account: string;
  kind: string;
  names: string[];
}

/** Parses a KMS key's ARN; undefined if AWS has none of this form. */
export function parseKeyArn(text: string | undefined): KeyArn | undefined {
  if (text === undefined || text.length > LONGEST_ARN) return undefined;
  const [arn, partition, region, account, id] = KEY_ARN.exec(text) ?? [];
  if (arn === undefined || partition === undefined || account === undefined) return undefined;
  return isRegion(region) && isKeyId(id) ? { arn, partition, region, account, id } : undefined;
}

/** Parses the ARN of a user, role or session; undefined if AWS has none of this form. */
export function parsePrincipalArn(text: string | undefined): PrincipalArn | undefined {
  if (text === undefined || text.length > LONGEST_ARN) return undefined;
  const [arn, partition, , account, resource] = PRINCIPAL.exec(text) ?? [];
  if (arn === undefined || partition === undefined || account === undefined || resource === undefined) return undefined;
  const [kind = "", ...names] = resource.split("/");
  return [kind, ...names].every(isName) ? { arn, partition, account, kind, names } : undefined;
}

export function isKeyId(text: string | undefined): text is string {
  return text !== undefined && KEY_ID.test(text);
}

export function isMultiRegion(keyId: string | undefined): boolean {
  return isKeyId(keyId) && keyId.startsWith("mrk-");
}

export function isRegion(text: string | undefined): text is string {
  return text !== undefined && text.length <= 32 && REGION.test(text);
}

export function isAccount(text: string | undefined): text is string {
  return text !== undefined && ACCOUNT.test(text);
}

export function isAccessKeyId(text: string | undefined): text is string {
  return text !== undefined && ACCESS_KEY_ID.test(text);
}

/** Reports whether an access key belongs to a session, and so cannot be deactivated. */
export function isTemporary(accessKeyId: string): boolean {
  return accessKeyId.startsWith("ASIA");
}

export function isName(text: string | undefined): text is string {
  return text !== undefined && NAME.test(text);
}

/** Returns the ARN of a key. */
export function composeArn(region: string, account: string, keyId: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:${account}:key/${keyId}`;
}

/** Returns the partition of a region, by the region's name. */
function partitionOf(region: string): string {
  const [area, second] = region.split("-");
  if (area === "cn") return "aws-cn";
  if (area === "eusc") return "aws-eusc";
  if (second === "gov") return "aws-us-gov";
  const isolated: Record<string, string> = { iso: "aws-iso", isob: "aws-iso-b", isoe: "aws-iso-e", isof: "aws-iso-f" };
  return isolated[second ?? ""] ?? "aws";
}
