/** The finding of an event, as the pipeline makes it for the configuration. */
import { envelopeEnd, firstEnvelope } from "../../../assembly/event/envelopes";
import { Finding } from "../../../assembly/finding/finding";
import { clearFindings, makeFinding } from "../../../assembly/finding/findings";
import { Judged, Judgement, judge } from "../../../assembly/rule/rule";
import { placeRecord } from "./envelopes";

const judged = changetype<Judged>(memory.data(offsetof<Judged>(), 8));
/** The last finding made. */
export let noted: Finding = changetype<Finding>(0);

/** Makes a finding of the event in the record `event`. Returns the rule's judgement: a match, or a failed one. */
export function noteEvent(event: string): i32 {
  const text = placeRecord(event);
  clearFindings();
  const envelope = firstEnvelope(text.start, text.end);
  judge(envelope, envelopeEnd(), judged);
  const judgement = judged.judgement;
  assert(judgement == Judgement.MATCH || judgement == Judgement.FAILED, "neither a match nor a failed one");
  noted = makeFinding(envelope, envelopeEnd(), judged.schema, judged.action);
  return judgement;
}

/** The shortest raw event that matches, with these members before its own; "" or each followed by a comma. */
export function eventWith(members: string): string {
  return "{" + members + '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
}
