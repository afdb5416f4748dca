/**
 * What a record with a verdict must say about itself: the `keyward` member, derived from the record a second way.
 */
import { ecsFacts, rawFacts, textOf, type EventFacts, type Token } from "./facts.js";
import { ocsfFacts } from "./facts-ocsf.js";
import { otelFacts } from "./facts-otel.js";
import type { JsonObject } from "./json.js";
import { RULE } from "./project.js";
import { PLAIN_TERMS, strongestOf, type JudgedEvent, type Terms } from "./rule.js";
import type { Schema } from "./schemas.js";
import type { FoundEvent } from "./unwrap.js";

/** So many events are listed; of the others the matches are counted. */
const MOST_LISTED = 100;

const FACTS: Record<Schema, (event: JsonObject) => EventFacts> = {
  raw: rawFacts,
  ecs: ecsFacts,
  ocsf: ocsfFacts,
  otel: otelFacts,
};

/** What an event says about itself, each string and number as it is written. */
export function factsOf({ schema, source }: FoundEvent): EventFacts {
  return FACTS[schema](source());
}

/** The JSON text of the `keyward` member of a record with these events, without whitespace between tokens. */
export function expectedKeyward(events: readonly JudgedEvent[], terms: Terms = PLAIN_TERMS): string {
  const verdict = strongestOf(events) ?? "match";
  const { severity, riskScore, configError, burst } = terms;
  const ruleId = objectText([
    ["id", JSON.stringify(RULE.id)],
    ["version", JSON.stringify(RULE.version)],
  ]);
  const alert: Member[] = [
    ["rule", ruleId],
    ["severity", severity],
    ["risk_score", String(riskScore)],
    ["burst", burst && `{"keys":${burst.keys},"window_seconds":${burst.windowSeconds}}`],
  ];
  return objectText([
    ["verdict", JSON.stringify(verdict)],
    ["config_error", configError],
    ...(verdict === "match" ? alert : []),
    ["matches", String(events.filter((event) => event.verdict === "match").length)],
    ["events", `[${listed(events).map(eventText).join(",")}]`],
  ]);
}

/** The events with a verdict, as many as are listed: of more the matches go in for the last that are none. */
function listed(events: readonly JudgedEvent[]): JudgedEvent[] {
  const list: JudgedEvent[] = [];
  for (const event of events) {
    if (event.verdict === undefined) continue;
    if (list.length < MOST_LISTED) {
      list.push(event);
    } else if (event.verdict === "match") {
      const last = list.findLastIndex(({ verdict }) => verdict !== "match");
      if (last < 0) break;
      list.splice(last, 1);
      list.push(event);
    }
  }
  return list;
}

function eventText(event: JudgedEvent): string {
  const facts = factsOf(event);
  const { exception, verdict } = event;
  const isDenied = verdict === "denied";
  return objectText([
    ["path", JSON.stringify(event.path)],
    ["verdict", JSON.stringify(verdict)],
    [
      "exception",
      exception &&
        objectText([
          ["id", exception.id],
          ["reason", exception.reason],
        ]),
    ],
    ["id", facts.id],
    ["time", facts.time],
    ["action", facts.action],
    ["account", facts.account],
    ["region", facts.region],
    [
      "actor",
      unlessEmpty(
        objectText([
          ["type", facts.actorType],
          ["arn", facts.actorArn],
        ]),
      ),
    ],
    ["source_ip", facts.sourceIp],
    ["user_agent", facts.userAgent],
    ["key", unlessEmpty(objectText([...keyIdentity(facts.keyNames), ["state", facts.keyState]]))],
    ["pending_window_days", facts.window],
    ["deletion_date", facts.deletionDate],
    ["error_code", isDenied ? facts.errorCode : undefined],
    ["error_message", isDenied ? facts.errorMessage : undefined],
  ]);
}

type Member = [key: string, text: string | undefined];

function objectText(members: Member[]): string {
  const said = members.filter(([, value]) => value !== undefined);
  return `{${said.map(([key, value]) => `"${key}":${value}`).join(",")}}`;
}

function unlessEmpty(text: string): string | undefined {
  return text === "{}" ? undefined : text;
}

/** In bytes as the event writes it, without the quotes (docs/annotation.md). */
const LONGEST_ARN = 2048;
const KMS_KEY_ARN = /^arn:[^:]*:kms:[^:]*:[^:]*:key\/(?=.)/s;

/** The key's `id` and `arn`, as far as it is named by them. */
export function keyIdentity(names: EventFacts["keyNames"]): [string, Token | undefined][] {
  const arn = [...names.response, ...names.resources, ...names.request].find(
    (token) => Buffer.byteLength(token) <= LONGEST_ARN + 2 && KMS_KEY_ARN.test(textOf(token)),
  );
  if (arn === undefined) return [["id", [...names.response, ...names.request][0]]];
  const prefix = KMS_KEY_ARN.exec(textOf(arn))?.[0] ?? "";
  return [
    ["id", `"${sourceUnits(arn).slice(prefix.length).join("")}"`],
    ["arn", arn],
  ];
}

/** The source text of a string token, one entry for each UTF-16 unit of the string it stands for. */
function sourceUnits(stringToken: Token): string[] {
  return stringToken.slice(1, -1).match(/\\u[0-9a-fA-F]{4}|\\?[^]/g) ?? [];
}
