/** The annotation that a record with a verdict must have, derived from the record independently. */
import { factsOf, keyIdentity } from "./event-facts.js";
import { RULE, VERSION } from "./project.js";
import { PLAIN_TERMS, strongestOf, type JudgedEvent, type Terms } from "./rule.js";

export { factsOf };

/** Returns the JSON text of the `keyward` member for these events, without white space between tokens. */
export function expectedKeyward(events: readonly JudgedEvent[], terms: Terms = PLAIN_TERMS): string {
  const verdict = strongestOf(events) ?? "match";
  const { severity, riskScore, configError, config, burst } = terms;
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
    [
      "events",
      `[${events
        .filter(({ isListed }) => isListed)
        .map(eventText)
        .join(",")}]`,
    ],
    ["module", JSON.stringify(VERSION)],
    ["config", config],
  ]);
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
          ["role", facts.actorRole],
        ]),
      ),
    ],
    ["source_identity", facts.sourceIdentity],
    ["on_behalf_of", facts.onBehalfOf],
    ["source_ip", facts.sourceIp],
    ["user_agent", facts.userAgent],
    ["vpc_endpoint", facts.vpcEndpoint],
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
