/** The AWS CLI commands that the project shows, with their options according to the CLI's reference. */
import assert from "node:assert/strict";

/** https://docs.aws.amazon.com/cli/latest/reference/ has a page for each: SERVICE/COMMAND.html. */
const COMMANDS: Record<string, string[]> = {
  "cloudtrail describe-trails": [],
  "cloudtrail lookup-events": ["lookup-attributes", "start-time", "end-time"],
  "ec2 describe-volumes": [],
  "ec2 describe-snapshots": ["owner-ids"],
  "configservice put-config-rule": ["config-rule"],
  "events put-rule": ["name", "event-pattern"],
  "iam delete-login-profile": ["user-name"],
  "iam get-account-summary": [],
  "iam get-role": ["role-name"],
  "iam list-access-keys": ["user-name"],
  "iam put-role-policy": ["role-name", "policy-name", "policy-document"],
  "iam put-user-policy": ["user-name", "policy-name", "policy-document"],
  "iam simulate-principal-policy": ["policy-source-arn", "action-names", "resource-arns"],
  "iam update-access-key": ["access-key-id", "status", "user-name"],
  "kms cancel-key-deletion": ["key-id"],
  "kms describe-key": ["key-id"],
  "kms enable-key": ["key-id"],
  "kms get-key-last-usage": ["key-id"],
  "kms get-key-policy": ["key-id", "policy-name"],
  "kms list-aliases": ["key-id"],
  "kms list-grants": ["key-id"],
  "kms list-keys": [],
  "kms list-resource-tags": ["key-id"],
  "kms put-key-policy": ["key-id", "policy-name", "policy"],
  "kms replicate-key": ["key-id", "replica-region"],
  "kms tag-resource": ["key-id", "tags"],
  "organizations attach-policy": ["policy-id", "target-id"],
  "organizations create-policy": ["name", "type", "description", "content"],
  "rds describe-db-instances": [],
  "rds describe-db-snapshots": [],
  "resourcegroupstaggingapi get-resources": ["resource-type-filters", "tag-filters"],
  "s3api get-bucket-encryption": ["bucket"],
  "s3api list-buckets": [],
  "secretsmanager list-secrets": [],
  "sts get-caller-identity": [],
};
const GLOBAL = ["region", "query", "output", "profile"];
/** Options that take several arguments. */
const LISTS = ["action-names", "resource-arns", "owner-ids", "tags", "resource-type-filters", "tag-filters"];

export interface Call {
  /** For example `kms enable-key`. */
  command: string;
  options: Record<string, string>;
}

/** Parses a call of the AWS CLI, each option with its value. Asserts that such a command with such options exists. */
export function readCall(words: string[]): Call {
  const command = words.slice(0, 2).join(" ");
  const allowed = COMMANDS[command];
  assert.ok(allowed, `aws ${words.join(" ")}`);
  const options: Record<string, string> = {};
  for (let at = 2; at < words.length;) {
    const [, name = "", , joined] = /^--([a-z-]+)(=([\s\S]*))?$/.exec(words[at] ?? "") ?? [];
    assert.ok([...allowed, ...GLOBAL].includes(name), `${words[at] ?? ""} in aws ${words.join(" ")}`);
    assert.ok(!(name in options), `${name} twice`);
    at++;
    const values = joined === undefined ? [] : [joined];
    while (
      at < words.length &&
      (values.length === 0 || LISTS.includes(name)) &&
      words[at]?.startsWith("--") === false
    ) {
      values.push(words[at++] ?? "");
    }
    assert.ok(values.length > 0, `no value for ${name}`);
    // The CLI's parser would take it for an option.
    if (joined === undefined) assert.doesNotMatch(values[0] ?? "", /^-/);
    options[name] = values.join(" ");
  }
  return { command, options };
}
