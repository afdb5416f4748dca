/** The caller, as far as it decides what can be done. Names are checked against IAM's form. */
import type { Finding } from "../engine/finding.js";
import { isAccessKeyId, isAccount, isName, parsePrincipalArn, type PrincipalArn } from "../aws/aws-values.js";

export type CallerKind =
  /** A role session. */
  | "role"
  | "user"
  /** A session that a user started with GetFederationToken. */
  | "federated user"
  | "root"
  /** An AWS service acting by itself. */
  | "service"
  /** Another account, without further details in the event. */
  | "account"
  | "unknown";

export interface Caller {
  kind: CallerKind;
  /** IAM name of the role or user whose permissions were used. */
  name?: string;
  /** Its ARN. */
  arn?: string;
  /** The name of the session or user: CloudTrail's `Username`. */
  userName?: string;
  /** The account of the role, user or root. */
  account?: string;
  accessKeyId?: string;
}

/** CloudTrail's `userIdentity.type`. */
const KINDS: Record<string, CallerKind> = {
  AssumedRole: "role",
  Role: "role",
  IAMUser: "user",
  FederatedUser: "federated user",
  Root: "root",
  AWSService: "service",
  AWSAccount: "account",
};
/** The resource type in a principal's ARN, for events without a type. */
const ARN_KINDS: Record<string, CallerKind> = {
  "assumed-role": "role",
  role: "role",
  user: "user",
  "federated-user": "federated user",
  root: "root",
};

export function readCaller({ actor, details }: Finding): Caller {
  const principal = parsePrincipalArn(actor?.arn);
  const issuer = parsePrincipalArn(details.session_issuer_arn);
  const kind = lookIn(KINDS, actor?.type) ?? lookIn(ARN_KINDS, principal?.kind) ?? "unknown";
  const source = issuer ?? principal;
  const name = nameOf(kind, issuer, principal) ?? nameIn(kind, details.session_issuer_user_name, details.user_name);
  const userName = kind === "root" ? "root" : (sessionOf(principal) ?? nameIn(kind, undefined, details.user_name));
  const account = source?.account ?? details.caller_account;
  return {
    kind,
    ...(name !== undefined && { name }),
    ...(source !== undefined && { arn: source.arn }),
    ...(userName !== undefined && { userName }),
    ...(isAccount(account) && { account }),
    ...(isAccessKeyId(details.access_key_id) && { accessKeyId: details.access_key_id }),
  };
}

function lookIn(kinds: Record<string, CallerKind>, name = ""): CallerKind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

/** Returns the IAM name of the role or user that issued the session, or else of the principal itself. */
function nameOf(kind: CallerKind, issuer?: PrincipalArn, principal?: PrincipalArn): string | undefined {
  const wanted = kind === "role" ? "role" : "user";
  if (kind !== "role" && kind !== "user" && kind !== "federated user") return undefined;
  if (issuer?.kind === wanted) return issuer.names.at(-1);
  if (principal?.kind === "assumed-role" && kind === "role") return principal.names[0];
  return principal?.kind === wanted ? principal.names.at(-1) : undefined;
}

function nameIn(kind: CallerKind, issuer: string | undefined, user: string | undefined): string | undefined {
  if (kind !== "role" && kind !== "user" && kind !== "federated user") return undefined;
  return [issuer, kind === "user" ? user : undefined].find(isName);
}

/** Returns the last part of the principal: the name of the session or user. */
function sessionOf(principal: PrincipalArn | undefined): string | undefined {
  return principal === undefined || principal.kind === "role" ? undefined : principal.names.at(-1);
}
