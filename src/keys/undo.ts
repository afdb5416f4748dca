/** Commands that inspect a key and bring it back as far as its state allows. Keyward never runs them. */
import { isAccount, isKeyId, isRegion, parseKeyArn } from "../aws/aws-values.js";
import { commandLine } from "../aws/shell.js";
import { composeArn } from "../aws/aws-values.js";
import { escapeForTerminal } from "../terminal/escape.js";
import { leftText } from "./time-left.js";
import type { KeyStatus } from "./key-status.js";

export interface Undo {
  /** What the command is for. */
  why: string;
  /** One line for a POSIX shell; `<…>` is a placeholder for what the logs lack. */
  command: string;
}

/** Returns the commands for a key, in order; the first one only inspects. */
export function commandsFor(status: KeyStatus): Undo[] {
  const aws = (why: string, command: string): Undo => ({
    why,
    command: commandLine(["aws", "kms", command, ...targetOf(status)]),
  });
  const look = aws("the current state and deletion date", "describe-key");
  const enable = aws("enable it", "enable-key");
  switch (status.state) {
    case "pending deletion":
    case "pending replica deletion":
      // Only describe-key can tell whether there is anything left to cancel.
      if (status.seconds_left !== undefined && status.seconds_left <= 0) return [look];
      return [look, aws("cancel the deletion; this leaves the key disabled", "cancel-key-deletion"), enable];
    case "disabled":
    case "cancelled":
      return [look, enable];
    case "material deleted":
    case "unknown":
      return [look];
    case "enabled again":
    case "deleted":
      return [];
  }
}

function targetOf({ key, account, region }: KeyStatus): string[] {
  const arn = parseKeyArn(key.arn);
  const place = isRegion(region) ? region : "<region>";
  if (arn !== undefined) return ["--key-id", arn.arn, "--region", arn.region];
  if (!isKeyId(key.id)) return ["--key-id", "<key-id>", "--region", place];
  const named = isRegion(region) && isAccount(account) ? composeArn(region, account, key.id) : key.id;
  return ["--key-id", named, "--region", place];
}

const IMPORT_AGAIN = "# Import its key material again: aws kms get-parameters-for-import, aws kms import-key-material.";

/** Yields the commands of all keys as a script to review; expected and incomplete ones are commented out. */
export function* scriptLines(
  keys: readonly (KeyStatus & { commands: readonly Undo[] })[],
  now: string,
): Generator<string, void> {
  yield "#!/bin/sh";
  yield `# What keyward status found, for ${now}. No command has been run: review them, and delete those that you do not want.`;
  yield "# Each command needs credentials of the key's own account.";
  for (const status of keys) {
    if (status.commands.length === 0) continue;
    const left = leftText(status);
    const about = [status.state, left === undefined ? undefined : `${left} (${status.deadline ?? ""})`];
    yield "";
    yield `# ${comment(status.key.arn ?? status.key.id)}`;
    yield `# ${about.filter((part) => part !== undefined).join(", ")}; as of ${status.as_of ?? "an unknown time"}`;
    for (const note of status.notes) yield `# ${comment(note)}`;
    if (status.state === "material deleted") yield IMPORT_AGAIN;
    const { exception } = status;
    if (exception !== undefined)
      yield `# Expected by the exception ${comment(exception.id)}: ${comment(exception.reason)}`;
    for (const { command } of status.commands) {
      yield exception === undefined && !command.includes("<") ? command : `# ${command}`;
    }
  }
}

/** Puts an event's text on one line. */
function comment(text: string): string {
  return escapeForTerminal(text);
}
