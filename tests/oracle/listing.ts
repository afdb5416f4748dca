/**
 * Which events of a record are listed: each once, though a record may hold it twice, and a hundred at most.
 */
import { factsOf, keyIdentity } from "./event-facts.js";
import { isStringToken, textOf, type EventFacts, type Token } from "./facts.js";
import type { JudgedEvent } from "./rule.js";
import type { FoundEvent } from "./unwrap.js";

/** So many events are listed; of the others the matches are counted. */
const MAX_LISTED = 100;

/** What is to be done with an event, before anything is known of others. */
export type Standing =
  /** It is not judged: there is nothing to say of it. */
  | "none"
  /** The configuration ignores it, though it meets the rule. */
  | "ignored"
  /** It would match at a known place. */
  | "possible"
  | "judged";

export interface Judge {
  standing: (event: FoundEvent) => Standing;
  /** Asked once for each event that is judged, in the order of the record. */
  verdictOf: (event: FoundEvent) => Pick<JudgedEvent, "verdict" | "exception">;
}

/** Judges the events of a record in their order. Of the same event twice the first is listed, or the one that is judged. */
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

/** What an event says of itself; one without an id is like no other. */
type Identity = readonly (Token | undefined)[];

class Listing {
  readonly #events: JudgedEvent[] = [];
  readonly #identities = new Map<JudgedEvent, Identity>();

  /** Of more events than are listed the matches go in for the last that are none. */
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

  /** A listed event that is the same. */
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

/** Strings by what they say, numbers as they are written. */
function isSame(left: Token | undefined, right: Token | undefined): boolean {
  if (!isStringToken(left) || !isStringToken(right)) return left === right;
  return textOf(left) === textOf(right);
}
