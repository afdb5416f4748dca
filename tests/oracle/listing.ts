/** Decides which events of a record are listed: each once, even if the record has it twice, and at most a hundred. */
import { factsOf, keyIdentity } from "./event-facts.js";
import { isStringToken, textOf, type EventFacts, type Token } from "./facts.js";
import type { JudgedEvent } from "./rule.js";
import type { FoundEvent } from "./unwrap.js";

/** Maximum number of listed events; further matches are only counted. */
const MAX_LISTED = 100;

/** What to do with an event, before others are known. */
export type Standing =
  /** Not judged: there is nothing to report. */
  | "none"
  /** Ignored by the configuration, though it meets the rule. */
  | "ignored"
  /** Would match at a known place. */
  | "possible"
  | "judged";

export interface Judge {
  standing: (event: FoundEvent) => Standing;
  /** Called once for each event that is judged, in the order of the record. */
  verdictOf: (event: FoundEvent) => Pick<JudgedEvent, "verdict" | "exception">;
}

/** Judges the events of a record in order. Among doubles, the first is listed, or the one that is judged. */
export function judgeInTurn(found: readonly FoundEvent[], judge: Judge): JudgedEvent[] {
  const listing = new Listing();
  return found.map((event) => {
    const standing = judge.standing(event);
    const judged: JudgedEvent = { ...event, verdict: undefined, isListed: false, isIgnored: standing === "ignored" };
    if (standing === "none" || standing === "ignored") return judged;
    const identity = identityOf(factsOf(event));
    const twin = listing.sameAs(identity);
    if (twin !== undefined) {
      if (twin.verdict !== "possible" || standing === "possible") return judged;
      listing.remove(twin);
      twin.verdict = undefined;
    }
    Object.assign(judged, standing === "possible" ? { verdict: "possible" } : judge.verdictOf(event));
    if (judged.verdict !== undefined) listing.add(judged, identity);
    return judged;
  });
}

/** Identifies an event; one without an id equals no other. */
type Identity = readonly (Token | undefined)[];

class Listing {
  readonly #events: JudgedEvent[] = [];
  readonly #identities = new Map<JudgedEvent, Identity>();

  /** If there are too many events, a match replaces the last one that is not. */
  add(event: JudgedEvent, identity: Identity): void {
    if (this.#events.length === MAX_LISTED) {
      const last = event.verdict === "match" ? this.#events.findLast(({ verdict }) => verdict !== "match") : undefined;
      if (last === undefined) return;
      this.remove(last);
    }
    this.#events.push(event);
    this.#identities.set(event, identity);
    event.isListed = true;
  }

  remove(event: JudgedEvent): void {
    this.#events.splice(this.#events.indexOf(event), 1);
    this.#identities.delete(event);
    event.isListed = false;
  }

  /** Finds the listed event that is the same. */
  sameAs(identity: Identity): JudgedEvent | undefined {
    if (identity[0] === undefined) return undefined;
    return this.#events.find((listed) => {
      const other = this.#identities.get(listed) ?? [];
      return identity.every((token, index) => isSame(token, other[index]));
    });
  }
}

function identityOf(facts: EventFacts): Identity {
  const key = new Map(keyIdentity(facts.keyNames));
  return [facts.id, facts.action, facts.time, key.get("arn") ?? key.get("id"), facts.actorArn ?? facts.actorType];
}

/** Compares strings by content, numbers as written. */
function isSame(left: Token | undefined, right: Token | undefined): boolean {
  if (!isStringToken(left) || !isStringToken(right)) return left === right;
  return textOf(left) === textOf(right);
}
