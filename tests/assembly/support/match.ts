/** An event noted and selected, as the pipeline leaves it for the configuration to look at. */
import { placeEnd, firstPlace } from "../../../assembly/event/envelopes";
import { clearMatches, noteMatch } from "../../../assembly/finding/matches";
import { Judgement, judge, judgedAction, judgedSchema } from "../../../assembly/rule/rule";
import { placeRecord } from "./envelopes";

/** Notes the event that the record `event` is, and selects it. Returns what the rule says of it: a match, or a failed one. */
export function noteEvent(event: string): i32 {
  const text = placeRecord(event);
  clearMatches();
  const place = firstPlace(text.start, text.end);
  const judgement = judge(place, placeEnd());
  assert(judgement == Judgement.MATCH || judgement == Judgement.FAILED, "neither a match nor a failed one");
  noteMatch(place, placeEnd(), judgedSchema(), judgedAction());
  return judgement;
}

/** The shortest raw event that matches, with these members before its own; "" or each with a comma behind it. */
export function eventWith(members: string): string {
  return "{" + members + '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
}
