/** The rule's verdicts on events, as text. */
import { Schema } from "../../../assembly/rule/schemas";
import { skipText } from "../../../assembly/json/cursor";
import { Judged, Judgement, judge } from "../../../assembly/rule/rule";
import { placeLast, textBetween } from "./text";

const judged = changetype<Judged>(memory.data(offsetof<Judged>(), 8));

/** The name of a schema. */
function nameOf(schema: i32): string {
  switch (schema) {
    case Schema.ECS:
      return "ecs";
    case Schema.RAW:
      return "raw";
    case Schema.OCSF:
      return "ocsf";
    case Schema.OTEL:
      return "otel";
    default:
      return "none";
  }
}

/** The verdict on an object and how it was judged: "ecs match", "raw no", "otel failed" and so on, or "no event". */
export function verdict(object: string): string {
  const text = placeLast(object);
  judge(text.start, text.end, judged);
  const schema = nameOf(judged.schema);
  switch (judged.judgement) {
    case Judgement.NO_EVENT:
      assert(schema == "none", "no event has a schema");
      return "no event";
    case Judgement.NO_MATCH:
      return schema + " no";
    case Judgement.FAILED:
      return schema + " failed";
    default:
      assert(judged.judgement == Judgement.MATCH, "an unknown judgement");
      return schema + " match";
  }
}

/** The action that a match was found by, unchanged, in quotes. */
export function actionOf(event: string): string {
  const text = placeLast(event);
  judge(text.start, text.end, judged);
  assert(judged.judgement == Judgement.MATCH, "no match");
  return '"' + textBetween(judged.action, skipText(judged.action, text.end));
}
