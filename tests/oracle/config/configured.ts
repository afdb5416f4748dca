/**
 * What a configuration makes of the events of a record, one record after the other.
 */
import { factsOf, keyIdentity } from "../annotation.js";
import { isStringToken, textOf, type EventFacts, type Token } from "../facts.js";
import type { JudgedEvent, Opinion, Policy, Terms } from "../rule.js";
import { isFailedCall } from "../schemas.js";
import { wellFormed, type FoundEvent } from "../unwrap.js";
import { holds, type FieldTexts } from "./exceptions.js";
import { Cap, Duplicates, LostKeys } from "./history.js";
import { type Field, type Settings } from "./settings.js";
import { secondsOf } from "./times.js";

/** An event with its verdict, and the distinct keys that were lost with it if these are a burst. */
interface Judged {
  event: JudgedEvent;
  burst: number;
}

export class Configured implements Policy {
  readonly #settings: Settings;
  /** As every annotation is to write it. */
  readonly #configError: Token | undefined;
  readonly #duplicates: Duplicates | undefined;
  readonly #cap: Cap | undefined;
  readonly #keys: LostKeys | undefined;

  constructor(settings: Settings, configError?: Token) {
    const { duplicates, cap, escalate } = settings;
    this.#settings = settings;
    this.#configError = configError;
    this.#duplicates = duplicates && new Duplicates(duplicates.windowSeconds);
    this.#cap = cap && new Cap(cap);
    this.#keys = escalate && new LostKeys(escalate.windowSeconds);
  }

  judge(found: readonly FoundEvent[]): Opinion {
    const judged = found.map((event) => this.#judgeEvent(event));
    const bursts = judged.map(({ event, burst }) => (event.verdict === "match" ? burst : 0));
    return { events: judged.map(({ event }) => event), terms: this.#terms(Math.max(0, ...bursts)) };
  }

  #terms(burst: number): Terms {
    const { tag, severity, riskScore, escalate } = this.#settings;
    const terms: Terms = { tag, severity, riskScore };
    if (this.#configError !== undefined) terms.configError = this.#configError;
    if (escalate === undefined || burst === 0) return terms;
    const { windowSeconds } = escalate;
    return {
      ...terms,
      severity: escalate.severity,
      riskScore: escalate.riskScore,
      burst: { keys: burst, windowSeconds },
    };
  }

  #judgeEvent(event: FoundEvent): Judged {
    const none: Judged = { event: { ...event, verdict: undefined }, burst: 0 };
    const { annotatesDenied, ignoresNetworkActivity, exceptions } = this.#settings;
    const isDenied = annotatesDenied && isFailedCall(event.object, event.schema);
    if (!event.matches && !isDenied) return none;
    const facts = factsOf(event);
    if (ignoresNetworkActivity && isNetworkActivity(facts)) return none;
    if (isDenied) return { event: { ...event, verdict: "denied" }, burst: 0 };

    const time = plainText(facts.time);
    const seconds = time === undefined ? undefined : secondsOf(time);
    const exception = exceptions.find((one) => holds(one, fieldTexts(facts), seconds));
    if (exception !== undefined) return { event: { ...event, verdict: "suppressed", exception }, burst: 0 };
    return this.#judgeByHistory(event, facts, seconds);
  }

  #judgeByHistory(event: FoundEvent, facts: EventFacts, seconds: number | undefined): Judged {
    if (seconds === undefined) return { event: { ...event, verdict: "match" }, burst: 0 };
    const id = plainText(facts.id);
    if (id !== undefined && this.#duplicates?.isOne(id, seconds) === true) {
      return { event: { ...event, verdict: "duplicate" }, burst: 0 };
    }
    const names = keyTexts(facts);
    const key = names.arn ?? names.id;
    const keys = (key === undefined ? undefined : this.#keys?.count(key, seconds)) ?? 0;
    const burst = keys >= (this.#settings.escalate?.distinctKeys ?? Infinity) ? keys : 0;
    const verdict = this.#cap?.isFull(seconds) === true ? "capped" : "match";
    return { event: { ...event, verdict }, burst };
  }
}

function isNetworkActivity({ category, eventType }: EventFacts): boolean {
  return plainText(category) === "NetworkActivity" || plainText(eventType) === "AwsVpceEvent";
}

/** What the event says in the fields that exceptions name. */
export function fieldTexts(facts: EventFacts): FieldTexts {
  const key = keyTexts(facts);
  const texts: [Field, string | undefined][] = [
    ["action", plainText(facts.action)],
    ["account", plainText(facts.account)],
    ["region", plainText(facts.region)],
    ["actor.arn", plainText(facts.actorArn)],
    ["actor.type", plainText(facts.actorType)],
    ["source_ip", plainText(facts.sourceIp)],
    ["user_agent", plainText(facts.userAgent)],
    ["key.arn", key.arn],
    ["key.id", key.id],
  ];
  return new Map(texts.filter((entry): entry is [Field, string] => entry[1] !== undefined));
}

function keyTexts(facts: EventFacts): { id: string | undefined; arn: string | undefined } {
  const { id, arn } = Object.fromEntries(keyIdentity(facts.keyNames)) as Record<"id" | "arn", Token | undefined>;
  return { id: plainText(id), arn: plainText(arn) };
}

/** What a fact says: a string unescaped, a number as it is written. */
export function plainText(token: Token | undefined): string | undefined {
  if (token === undefined) return undefined;
  return isStringToken(token) ? wellFormed(textOf(token)) : token;
}
