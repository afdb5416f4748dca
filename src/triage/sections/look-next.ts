import { parseEventTime } from "../../findings/event-time.js";
import type { Finding } from "../../engine/finding.js";
import { aws, section, text } from "../blocks.js";
import type { Caller } from "../caller.js";
import type { Block, Section } from "../guide.js";
import { lookUp, lookUpAround } from "../look-up.js";
import type { Subject } from "../subject.js";
import { DAY, HOUR, MINUTE } from "../../findings/times.js";

/** How far back CloudTrail's event history goes. */
const HISTORY = 90 * DAY;
/** How far to look on either side of the event. */
const AROUND = 6 * HOUR;
/** A session's AssumeRole has its start time, to the second; events can be slightly apart. */
const AROUND_SESSION = 5 * MINUTE;

/** Returns what helps to decide whether it was authorized: the key, and what else the caller did. */
export function whatToLookAtNext(finding: Finding, subject: Subject, caller: Caller, now: number): Section[] {
  // For a failed call, only the caller is of interest.
  const isLost = finding.verdict !== "denied";
  return section("What to look at next", finding, [
    ...ofTheKey(subject, isLost),
    ...history(subject, now),
    ...ofTheCaller(finding, subject, caller),
    ...(isLost ? [undone(finding, subject, now), ...users(subject)] : []),
  ]);
}

function ofTheKey({ key, region }: Subject, isLost: boolean): Block[] {
  const target = ["--key-id", key, "--region", region];
  const blocks = [
    aws("The key: state, deletion date, description, owner", "kms", "describe-key", ...target),
    aws("Aliases", "kms", "list-aliases", ...target),
    aws(
      "Who may use and manage it, and whether that was changed too",
      ...["kms", "get-key-policy", ...target, "--policy-name", "default", "--query", "Policy", "--output", "text"],
    ),
    aws("Grants: mostly services that store data under it", "kms", "list-grants", ...target),
  ];
  if (!isLost) return blocks;
  const why = "Last use, and the event of it (AWS CLI from 2026 or newer)";
  return [...blocks, aws(why, "kms", "get-key-last-usage", ...target)];
}

function history({ time }: Subject, now: number): Block[] {
  if (time === undefined) return [text(NO_TIME)];
  return now - time <= HISTORY ? [] : [text(TOO_OLD)];
}

const NO_TIME =
  "The event has no readable time: these look-ups cover 90 days, which is all of CloudTrail's event history.";

const TOO_OLD =
  "The event is older than CloudTrail's event history (90 days), so these look-ups may find nothing. The trail's files go back further; keyward scan reads them.";

function ofTheCaller({ actor, details }: Finding, subject: Subject, caller: Caller): Block[] {
  const { region, time } = subject;
  const blocks: Block[] = [];
  if (details.access_key_id !== undefined) {
    const accessKey = caller.accessKeyId ?? "<access-key-id>";
    blocks.push(lookUpAround("What else the same credentials did", "AccessKeyId", accessKey, region, time, AROUND));
  }
  if (caller.userName !== undefined || actor?.arn !== undefined || details.user_name !== undefined) {
    const whose = caller.kind === "role" ? "sessions of the same name did" : "the same user did";
    const userName = caller.userName ?? "<user-name>";
    blocks.push(lookUpAround(`What else ${whose}`, "Username", userName, region, time, AROUND));
  }
  const began = parseEventTime(details.session_created);
  if (caller.kind === "role" && caller.arn?.includes(":role/") === true && began !== undefined) {
    blocks.push(lookUpAround("Who started the session", "ResourceName", caller.arn, region, began, AROUND_SESSION));
  }
  const others = { ScheduleKeyDeletion: "scheduled for deletion", DisableKey: "disabled" };
  return [
    ...blocks,
    lookUpAround("What else was done with the key", "ResourceName", subject.keyArn, region, time, AROUND),
    ...Object.entries(others).map(([action, what]) =>
      lookUpAround(`Whether other keys were ${what}`, "EventName", action, region, time, AROUND),
    ),
  ];
}

function undone({ action }: Finding, { region, time }: Subject, now: number): Block {
  const undo = action === "ScheduleKeyDeletion" ? "CancelKeyDeletion" : "EnableKey";
  const range = time === undefined ? undefined : { from: time, to: Math.max(now, time + AROUND) };
  return lookUp("Whether somebody has undone it already", "EventName", undo, region, range);
}

/** Returns look-ups for the services that use the key: their calls, and which of their resources name it. */
function users({ keyArn, keyId, region, time }: Subject): Block[] {
  const week = time === undefined ? undefined : { from: time - 7 * DAY, to: time };
  const calls = lookUp("Services that used it in the week before", "ResourceName", keyArn, region, week);
  const look = (why: string, list: string, name: string, ...words: string[]): Block => {
    // Some answers have an ARN, others an id.
    const query = `${list}[?contains(KmsKeyId || \`""\`, \`"${keyId ?? "<key-id>"}"\`)].${name}`;
    return aws(why, ...words, "--query", query, "--output", "text", "--region", region);
  };
  return [
    { ...calls, command: `${calls.command} --query 'Events[].CloudTrailEvent' --output text | ${COUNT_SERVICES}` },
    look("Volumes encrypted under it", "Volumes", "VolumeId", "ec2", "describe-volumes"),
    look("Databases encrypted under it", "DBInstances", "DBInstanceIdentifier", "rds", "describe-db-instances"),
    look(
      "Secrets encrypted under it, except those that name it by an alias",
      "SecretList",
      "Name",
      "secretsmanager",
      "list-secrets",
    ),
    aws(
      "Whether a bucket uses it; aws s3api list-buckets lists all buckets",
      ...["s3api", "get-bucket-encryption", "--bucket", "<bucket>", "--region", region],
    ),
  ];
}

const COUNT_SERVICES = `grep -o '"invokedBy": *"[^"]*"' | sort | uniq -c`;
