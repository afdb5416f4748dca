/** The expected result of the filter `alert`, written from docs/how-to/alert.md. */
import { expectedKeyward } from "./annotation.js";
import { plainText } from "./config/configured.js";
import { rfc3339Seconds, secondsOf } from "./config/times.js";
import { factsOf, keyIdentity } from "./event-facts.js";
import { isStringToken, textOf, type EventFacts, type Token } from "./facts.js";
import { isObject, own, readText, tryParse } from "./json.js";
import { comparedWith } from "./kql.js";
import { UNREAD_READINGS, type JudgedEvent, type Judgement, type Reading, type Terms } from "./rule.js";
import { VERSION } from "./project.js";
import { QUERY } from "./schemas.js";

const RUNBOOK = "https://github.com/keyward/keyward/blob/main/docs/how-to/runbook.md";
const ACTIONS = comparedWith(QUERY, "event.action");
const DAY = 24 * 60 * 60;

/** The members of an alert, in order. */
export interface Alert {
  text: string;
  summary: string;
  severity: string;
  dedup_key: string;
  deadline?: string;
  key?: string;
  actor?: string;
  account?: string;
  region?: string;
  others?: number;
  undo: string;
  runbook: string;
  /** Its JSON text, without white space between tokens. */
  keyward: string;
}

/** Returns the alert for a judged record, annotated or not; undefined if it is dropped. */
export function alertOf(bytes: Uint8Array, { events, terms, reading }: Judgement): Alert | undefined {
  const severity = textOf(terms.severity);
  const alerts = events.filter(({ verdict }) => verdict === "match" || verdict === "possible");
  const told = mostUrgent(alerts.filter(({ isListed }) => isListed));
  if (told === undefined) return unreadAlert(bytes, reading, severity, terms);

  const { event, facts, deadline } = told;
  const isPossible = event.verdict === "possible";
  const key = plainKey(facts);
  const [account, region] = [plain(facts.account), plain(facts.region)];
  const actor = plain(facts.actorArn ?? facts.actorType);
  const action = `${isPossible ? "Possible " : ""}${plain(facts.action) ?? ""}`;
  const time = isoTime(timeOf(facts));
  const others = alerts.length - 1;
  const { burst } = terms;

  const place = [account && `, account ${account}`, region && `, region ${region}`];
  const text = [
    `${action} of `,
    key.name === undefined ? "a KMS key that the event does not name" : `KMS key ${key.name}`,
    ...place,
    actor && `, by ${actor}`,
    time && `, at ${time}`,
    deadline && `; KMS deletes the key after ${deadline} unless the deletion is cancelled`,
    isPossible && "; possible, because the event is at a path that Keyward does not know",
    burst && `; ${burst.keys} keys within ${burst.windowSeconds} seconds`,
    others > 0 && `; ${others} more in this record`,
    reading === "cut" && "; not all of this record could be read",
    ".",
  ];
  const summary = [
    `${action} of `,
    key.id === undefined ? "a KMS key" : `KMS key ${key.id}`,
    ...place,
    deadline && `, deleted after ${deadline}`,
  ];
  return withoutNothing({
    text: joined(text),
    summary: joined(summary),
    severity,
    dedup_key: `keyward-${sumOfEvent(facts)}`,
    deadline,
    key: key.name,
    actor,
    account,
    region,
    others: others > 0 ? others : undefined,
    undo: undoOf(facts),
    runbook: RUNBOOK,
    keyward: expectedKeyward(events, terms),
  });
}

const REASONS: Partial<Record<Reading, string>> = {
  "not JSON": "is not a JSON object or array",
  unknown: "holds no CloudTrail event that Keyward recognizes",
  cut: "is cut off, or nested deeper than 16 steps or 4 strings",
};

const NOTICE = "reports a lost record: the host had no memory to hand it to an earlier filter";

function unreadAlert(
  bytes: Uint8Array,
  reading: Reading,
  severity: string,
  { configError, config }: Terms,
): Alert | undefined {
  if (!UNREAD_READINGS.includes(reading)) return undefined;
  const reason = reading === "unknown" && isLostNotice(bytes) ? NOTICE : (REASONS[reading] ?? "");
  const named = `names ${ACTIONS.join(" or ")} and could not be judged`;
  const error = configError === undefined ? "" : `,"config_error":${configError}`;
  const origin = `,"module":"${VERSION}"${config === undefined ? "" : `,"config":${config}`}`;
  return {
    text: `A record of ${bytes.length} bytes ${named}: it ${reason}.`,
    summary: `A record ${named}`,
    severity,
    dedup_key: `keyward-${hex(sumOf([...bytes]))}`,
    undo: "none",
    runbook: RUNBOOK,
    keyward: `{"verdict":"unread","bytes":${bytes.length},"reason":"${reason}","actions":${JSON.stringify(ACTIONS)}${error}${origin}}`,
  };
}

function isLostNotice(bytes: Uint8Array): boolean {
  const record = tryParse(readText(bytes));
  const keyward = isObject(record) ? own(record, "keyward") : undefined;
  return isObject(keyward) && own(keyward, "verdict") === "lost";
}

interface Told {
  event: JudgedEvent;
  facts: EventFacts;
  seconds: number | undefined;
  deadline: string | undefined;
}

/** Orders matches before possible ones, then by deadline, then by position in the record. */
function mostUrgent(alerts: readonly JudgedEvent[]): Told | undefined {
  const all = alerts.map((event): Told => {
    const facts = factsOf(event);
    const seconds = deadlineOf(facts);
    return { event, facts, seconds, deadline: isoTime(seconds) };
  });
  const rank = ({ event, seconds = Infinity }: Told) => [event.verdict === "match" ? 0 : 1, seconds] as const;
  // Infinity minus itself is NaN, which keeps the order.
  return all.sort((one, other) => rank(one)[0] - rank(other)[0] || rank(one)[1] - rank(other)[1] || 0)[0];
}

function timeOf({ time }: EventFacts): number | undefined {
  const text = plainText(time);
  return text === undefined ? undefined : secondsOf(text);
}

/** Returns the deadline in seconds: from the response, or else the event's time plus the waiting period. */
function deadlineOf(facts: EventFacts): number | undefined {
  if (plainText(facts.action) !== "ScheduleKeyDeletion") return undefined;
  const said = deletionSeconds(plainText(facts.deletionDate));
  if (isoTime(said) !== undefined) return said;
  const time = timeOf(facts);
  if (time === undefined) return undefined;
  const computed = time + daysOf(facts) * DAY;
  return isoTime(computed) === undefined ? undefined : computed;
}

/** KMS takes 30 days if the request has no period; if there is no request to see, the shortest period counts. */
function daysOf({ window, keyNames }: EventFacts): number {
  if (window === undefined) return keyNames.request.length > 0 ? 30 : 7;
  const days = /^\d{1,2}$/.test(window) ? Number(window) : 0;
  return days >= 7 && days <= 30 ? days : 7;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Java's format, with a 12-hour or 24-hour clock. */
const JAVA = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d) ?([AP]M)$/;
const LONGEST_DATE = 64;

function deletionSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  // Newer Java writes a narrow space before AM and PM.
  // eslint-disable-next-line no-control-regex -- ASCII is meant
  const date = text.replace(/[^\x00-\x7f]+/g, " ");
  if (date.length > LONGEST_DATE) return undefined;
  const [, month = "", day = "", year = "", hour = "", minute = "", second = "", half] = JAVA.exec(date) ?? [];
  if (half === undefined) return rfc3339Seconds(date) ?? rfc3339Seconds(`${date}Z`) ?? secondsOf(date);
  const hours = Number(hour) > 12 ? Number(hour) : (Number(hour) % 12) + (half === "PM" ? 12 : 0);
  const two = (value: number | string) => String(value).padStart(2, "0");
  const number = MONTHS.indexOf(month) + 1;
  return rfc3339Seconds(`${year}-${two(number)}-${two(day)}T${two(hours)}:${minute}:${second}Z`);
}

function isoTime(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9999 ? `${date.toISOString().slice(0, -".000Z".length)}Z` : undefined;
}

const LONGEST_PLAIN = 200;

/** Reduces an event's text to characters without meaning to a chat, a shell or JSON. */
function plain(token: Token | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = isStringToken(token) ? textOf(token) : token;
  const safe = text.replace(/(?<=[:/])\//g, "?").replace(/[^A-Za-z0-9_+=,.@:/-]+/g, "?");
  return safe.length > LONGEST_PLAIN ? `${safe.slice(0, LONGEST_PLAIN)}...` : safe;
}

/** Returns the key's name (its ARN, or else its id) and its id. */
function plainKey(facts: EventFacts): { name: string | undefined; id: string | undefined } {
  const { id, arn } = keyTokens(facts);
  return { name: plain(arn ?? id), id: plain(id) };
}

function keyTokens({ keyNames }: EventFacts): { id?: Token | undefined; arn?: Token | undefined } {
  return Object.fromEntries(keyIdentity(keyNames));
}

const REGION = /^(?=.{1,32}$)[a-z]{2,6}(-[a-z]+){1,3}-\d{1,2}$/;
const KEY_ID = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const KEY_ARN = /^(?=.{1,256}$)arn:aws(-[a-z]+)*:kms:([^:]+):\d{12}:key\/(.+)$/s;
const SEE = "see keyward triage";

/** Only with values that have AWS's form. */
function undoOf(facts: EventFacts): string {
  const { id, arn } = keyTokens(facts);
  const [name, region] = undoTarget(plainText(arn), plainText(id), plainText(facts.region)) ?? [];
  if (name === undefined || region === undefined) return SEE;
  const command = (verb: string) => `aws kms ${verb} --key-id ${name} --region ${region}`;
  const action = plainText(facts.action);
  if (action === "ScheduleKeyDeletion") return `${command("cancel-key-deletion")}; ${command("enable-key")}`;
  return action === "DisableKey" ? command("enable-key") : SEE;
}

function undoTarget(arn = "", id = "", region = ""): [string, string] | undefined {
  const [, , place = "", inArn = ""] = KEY_ARN.exec(arn) ?? [];
  if (REGION.test(place) && KEY_ID.test(inArn)) return [arn, place];
  return KEY_ID.test(id) && REGION.test(region) ? [id, region] : undefined;
}

const BETWEEN = 0xff;

/** Returns a digest of everything that identifies an event, with the time in seconds: the same in every schema. */
function sumOfEvent(facts: EventFacts): string {
  const { id, arn } = keyTokens(facts);
  const seconds = timeOf(facts);
  const bytesOf = (token: Token | undefined) => [...Buffer.from(plainText(token) ?? "")];
  const time = seconds === undefined ? bytesOf(facts.time) : [...littleEndian(BigInt(seconds))];
  const parts = [bytesOf(facts.action), time, bytesOf(arn ?? id), bytesOf(facts.actorArn ?? facts.actorType)];
  return hex(sumOf([...bytesOf(facts.id), ...parts.flatMap((part) => [BETWEEN, ...part])]));
}

function littleEndian(value: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return bytes;
}

/** FNV-1a, 64 bits (RFC 9923). */
function sumOf(bytes: readonly number[]): bigint {
  let sum = 0xcbf29ce484222325n;
  for (const byte of bytes) sum = BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n);
  return sum;
}

function hex(sum: bigint): string {
  return sum.toString(16).padStart(16, "0");
}

function joined(parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => typeof part === "string").join("");
}

function withoutNothing(alert: { [Name in keyof Alert]: Alert[Name] | undefined }): Alert {
  return Object.fromEntries(Object.entries(alert).filter(([, value]) => value !== undefined)) as unknown as Alert;
}
