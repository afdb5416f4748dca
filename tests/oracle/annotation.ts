/**
 * What a record with a match must say about itself: the `keyward` member, derived from the record a second way.
 */
import { ecsFacts, rawFacts, textOf, type EventFacts, type Token } from "./facts.js";
import { ocsfFacts } from "./facts-ocsf.js";
import { otelFacts } from "./facts-otel.js";
import type { JsonObject } from "./json.js";
import { RULE } from "./project.js";
import type { Schema } from "./schemas.js";
import type { FoundEvent } from "./unwrap.js";

export const TAG = "aws-kms-key-loss";

/** So many matches are listed; the others are counted. */
const MOST_LISTED = 100;

const FACTS: Record<Schema, (event: JsonObject) => EventFacts> = {
  raw: rawFacts,
  ecs: ecsFacts,
  ocsf: ocsfFacts,
  otel: otelFacts,
};

/** The JSON text of the `keyward` member of a record with these events, without whitespace between tokens. */
export function expectedKeyward(events: readonly FoundEvent[]): string {
  const matches = events.filter(({ matches }) => matches);
  const listed = matches.slice(0, MOST_LISTED);
  return objectText([
    ["verdict", '"match"'],
    [
      "rule",
      objectText([
        ["id", JSON.stringify(RULE.id)],
        ["version", JSON.stringify(RULE.version)],
      ]),
    ],
    ["severity", JSON.stringify(RULE.severity)],
    ["risk_score", JSON.stringify(RULE.risk_score)],
    ["matches", String(matches.length)],
    ["events", `[${listed.map((event) => eventText(event.path, FACTS[event.schema](event.source()))).join(",")}]`],
  ]);
}

function eventText(path: string, facts: EventFacts): string {
  return objectText([
    ["path", JSON.stringify(path)],
    ["verdict", '"match"'],
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
  ]);
}

function objectText(members: [string, string | undefined][]): string {
  const said = members.filter(([, value]) => value !== undefined);
  return `{${said.map(([key, value]) => `"${key}":${value}`).join(",")}}`;
}

function unlessEmpty(text: string): string | undefined {
  return text === "{}" ? undefined : text;
}

const KMS_KEY_ARN = /^arn:[^:]*:kms:[^:]*:[^:]*:key\/(?=.)/s;

function keyIdentity(names: EventFacts["keyNames"]): [string, Token | undefined][] {
  const arn = [...names.response, ...names.resources, ...names.request].find((token) =>
    KMS_KEY_ARN.test(textOf(token)),
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
