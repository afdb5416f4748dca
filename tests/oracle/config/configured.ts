/** Applies a configuration to the events of records, one record after the other. */
import { factsOf, keyIdentity } from "../event-facts.js";
import { isStringToken, textOf, type EventFacts, type Token } from "../facts.js";
import { judgeInTurn, type Standing } from "../listing.js";
import type { JudgedEvent, Opinion, Policy, Terms } from "../rule.js";
import { isFailedCall } from "../schemas.js";
import { wellFormed, type FoundEvent, type Look } from "../unwrap.js";
import { holds, type FieldTexts } from "./exceptions.js";
import { Cap, Duplicates, LostKeys } from "./history.js";
import { type Field, type Settings } from "./settings.js";
import { secondsOf } from "./times.js";

/** A verdict, and the number of distinct keys in the event's burst, if it has one. */
interface Judged extends Pick<JudgedEvent, "verdict" | "exception"> {
  burst?: number;
}

export class Configured implements Policy {
  readonly look: Look;
  readonly #settings: Settings;
  /** As every annotation must have it. */
  readonly #configError: Token | undefined;
  readonly #duplicates: Duplicates | undefined;
  readonly #cap: Cap | undefined;
  readonly #keys: LostKeys | undefined;

  constructor(settings: Settings, configError?: Token) {
    const { duplicates, cap, escalate } = settings;
    this.look = { places: settings.places, elsewhere: settings.elsewhere !== "ignore" };
    this.#settings = settings;
    this.#configError = configError;
    this.#duplicates = duplicates && new Duplicates(duplicates.windowSeconds);
    this.#cap = cap && new Cap(cap, escalate?.windowSeconds);
    this.#keys = escalate && new LostKeys(escalate.windowSeconds);
  }

  judge(found: readonly FoundEvent[]): Opinion {
    let most = 0;
    const events = judgeInTurn(found, {
      standing: (event) => this.#standing(event),
      verdictOf: (event) => {
        const { burst = 0, ...judged } = this.#judgeEvent(event);
        if (judged.verdict === "match") most = Math.max(most, burst);
        return judged;
      },
    });
    return { events, terms: this.#terms(most) };
  }

  #terms(burst: number): Terms {
    const { tag, severity, riskScore, escalate, digest } = this.#settings;
    const terms: Terms = { tag, severity, riskScore };
    if (digest !== undefined) terms.config = digest;
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

  #standing(event: FoundEvent): Standing {
    const { annotatesDenied, ignoresNetworkActivity, elsewhere } = this.#settings;
    const isKnown = event.isKnown || elsewhere === "match";
    const isDenied = isKnown && annotatesDenied && isFailedCall(event.object, event.schema);
    if (!event.matches && !isDenied) return "none";
    if (ignoresNetworkActivity && isNetworkActivity(factsOf(event))) {
      return isKnown && event.matches ? "ignored" : "none";
    }
    return isKnown ? "judged" : "possible";
  }

  #judgeEvent(event: FoundEvent): Judged {
    if (!event.matches) return { verdict: "denied" };
    const facts = factsOf(event);
    const time = plainText(facts.time);
    const seconds = time === undefined ? undefined : secondsOf(time);
    const exception = this.#settings.exceptions.find((one) => holds(one, fieldTexts(facts), seconds));
    return exception === undefined ? this.#judgeByHistory(facts, seconds) : { verdict: "suppressed", exception };
  }

  #judgeByHistory(facts: EventFacts, seconds: number | undefined): Judged {
    if (seconds === undefined) return { verdict: "match" };
    const names = keyTexts(facts);
    const key = names.arn ?? names.id;
    const [id, ...rest] = [facts.id, facts.action, facts.time, facts.actorArn ?? facts.actorType].map(plainText);
    if (id !== undefined && this.#duplicates?.isOne([id, ...rest, key], seconds) === true) {
      return { verdict: "duplicate" };
    }
    const { keys, isNew } = (key === undefined ? undefined : this.#keys?.count(key, seconds)) ?? NO_KEYS;
    const burst = keys >= (this.#settings.escalate?.distinctKeys ?? Infinity) ? keys : 0;
    const isFull = this.#cap?.isFull(seconds, key, burst, isNew) === true;
    return { verdict: isFull ? "capped" : "match", burst };
  }
}

const NO_KEYS = { keys: 0, isNew: false };

function isNetworkActivity({ category, eventType }: EventFacts): boolean {
  return plainText(category) === "NetworkActivity" || plainText(eventType) === "AwsVpceEvent";
}

/** Returns the event's texts in the fields that exceptions name. */
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
    ["actor.role", plainText(facts.actorRole)],
    ["source_identity", plainText(facts.sourceIdentity)],
    ["vpc_endpoint", plainText(facts.vpcEndpoint)],
  ];
  return new Map(texts.filter((entry): entry is [Field, string] => entry[1] !== undefined));
}

function keyTexts(facts: EventFacts): { id: string | undefined; arn: string | undefined } {
  const { id, arn } = Object.fromEntries(keyIdentity(facts.keyNames)) as Record<"id" | "arn", Token | undefined>;
  return { id: plainText(id), arn: plainText(arn) };
}

/** Returns a fact as text: a string unescaped, a number as written. */
export function plainText(token: Token | undefined): string | undefined {
  if (token === undefined) return undefined;
  return isStringToken(token) ? wellFormed(textOf(token)) : token;
}
