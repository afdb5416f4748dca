/** How to revoke the caller's permissions, by kind of caller. */
import { isTemporary } from "../aws/aws-values.js";
import { aws, text } from "./blocks.js";
import type { Caller } from "./caller.js";
import type { Block } from "./guide.js";
import type { Subject } from "./subject.js";
import { formatTime } from "../findings/times.js";

/** The name that the IAM console gives the same policy. */
const POLICY_NAME = "AWSRevokeOlderSessions";

export function stopTheCaller(subject: Subject, caller: Caller, now: number): Block[] {
  const { account } = caller;
  const where = account === undefined ? "" : ` These commands are for account ${account}.`;
  switch (caller.kind) {
    case "role":
      return ofRole(subject, caller, now, where);
    case "user":
      return ofUser(subject, caller, now, where);
    case "federated user":
      return [
        text(
          `A user created the session with GetFederationToken. It cannot be ended, but it never has more permissions than the user: revoke the user's sessions, and deactivate the user's access keys so that no new sessions start.${where}`,
        ),
        revoke(subject, caller, now, "user"),
        listAccessKeys(subject, caller),
      ];
    case "root":
      return ofRoot(subject, caller, where);
    case "service":
      return [
        text(
          "An AWS service made the call itself, so there are no permissions to revoke. Find out what told it to (a stack, a schedule, a rule), and who created or changed that; the look-ups above show it.",
        ),
      ];
    case "account":
      return [
        text(
          `The caller is of another account${account === undefined ? "" : `, ${account}`}, and the event names nothing else. Remove that account from the key's policy and grants (get-key-policy and list-grants, above), and ask its owners.`,
        ),
      ];
    case "unknown":
      return [
        text(
          "The event does not name the kind of caller. Until you know it, remove kms:DisableKey and kms:ScheduleKeyDeletion from everyone except the key's administrators in the key policy; get-key-policy, above, shows who has them.",
        ),
      ];
  }
}

function ofRole(subject: Subject, caller: Caller, now: number, where: string): Block[] {
  if (caller.name?.startsWith("AWSReservedSSO_") === true) {
    return [
      text(
        "The role belongs to IAM Identity Center and cannot be changed in IAM. In Identity Center, end the person's sessions, disable the user, and remove the permission set. Running sessions last until they expire: deny them until then, for example with a service control policy.",
      ),
    ];
  }
  if (
    caller.arn?.includes(":role/aws-service-role/") === true ||
    caller.name?.startsWith("AWSServiceRoleFor") === true
  ) {
    return [
      text(
        "An AWS service created the role for itself: its sessions cannot be revoked. Find out what told the service to do this, and who created or changed that.",
      ),
    ];
  }
  return [
    text(
      `Revoke the role's sessions: every session that began before the time in the command loses all permissions, legitimate ones included. Set the time to now when you run it. Then check who may assume the role, or they start a new session.${where}`,
    ),
    revoke(subject, caller, now, "role"),
    aws(
      "Who may assume the role",
      ...["iam", "get-role", ...named("role", caller), "--query", "Role.AssumeRolePolicyDocument"],
      ...["--region", subject.region],
    ),
  ];
}

function ofUser(subject: Subject, caller: Caller, now: number, where: string): Block[] {
  const { accessKeyId } = caller;
  const isSession = accessKeyId !== undefined && isTemporary(accessKeyId);
  return [
    text(
      isSession
        ? `The call was made with a session of the user (at the console, or from GetSessionToken). Revoke the sessions, and deactivate the user's access keys and password so that no new ones start. Set the time to now when you run it.${where}`
        : `Deactivate the access key; it can be activated again if this turns out to be wrong. The user may have other access keys, and sessions created with them.${where}`,
    ),
    ...(isSession
      ? []
      : [
          aws(
            "Deactivate the access key",
            ...[
              "iam",
              "update-access-key",
              "--access-key-id",
              accessKeyId ?? "<access-key-id>",
              "--status",
              "Inactive",
            ],
            ...[...named("user", caller), "--region", subject.region],
          ),
        ]),
    revoke(subject, caller, now, "user"),
    listAccessKeys(subject, caller),
    aws(
      "Delete the console password; the user needs a new one afterwards",
      ...["iam", "delete-login-profile", ...named("user", caller), "--region", subject.region],
    ),
  ];
}

function ofRoot({ region }: Subject, { accessKeyId }: Caller, where: string): Block[] {
  const blocks: Block[] = [
    text(
      `It was the account's root user, which no policy of the account can limit. Sign in as root: change the password, check the MFA devices and the e-mail address, and remove what is not yours. If you cannot sign in, AWS Support can help.${where}`,
    ),
  ];
  if (accessKeyId !== undefined && !isTemporary(accessKeyId)) {
    blocks.push(
      aws(
        "Deactivate root's access key, with root's credentials",
        ...["iam", "update-access-key", "--access-key-id", accessKeyId, "--status", "Inactive", "--region", region],
      ),
    );
  }
  blocks.push(
    aws(
      "Whether root has access keys and MFA (AccountAccessKeysPresent, AccountMFAEnabled)",
      ...["iam", "get-account-summary", "--region", region],
    ),
  );
  return blocks;
}

/** Denies everything to sessions that began before now (IAM User Guide, "Revoke IAM role temporary security credentials"). */
function revoke({ region }: Subject, caller: Caller, now: number, of: "role" | "user"): Block {
  const condition = { DateLessThan: { "aws:TokenIssueTime": formatTime(now) } };
  const statement = { Effect: "Deny", Action: "*", Resource: "*", Condition: condition };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return aws(
    `Revoke the ${of}'s sessions`,
    ...["iam", `put-${of}-policy`, ...named(of, caller), "--policy-name", POLICY_NAME, "--policy-document", policy],
    ...["--region", region],
  );
}

function listAccessKeys({ region }: Subject, caller: Caller): Block {
  return aws(
    "The user's access keys: deactivate the active ones too",
    ...["iam", "list-access-keys", ...named("user", caller), "--region", region],
  );
}

/** Returns the option that names a role or user, as one word, since a name may begin with a dash. */
function named(of: "role" | "user", { name }: Caller): string[] {
  if (name === undefined) return [`--${of}-name`, `<${of}-name>`];
  return name.startsWith("-") ? [`--${of}-name=${name}`] : [`--${of}-name`, name];
}
