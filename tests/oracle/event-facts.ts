/** Reads the facts of a found event, whatever its schema, and how it names its key. */
import { ecsFacts, rawFacts, sourceUnits, textOf, type EventFacts, type Token } from "./facts.js";
import { ocsfFacts } from "./facts-ocsf.js";
import { otelFacts } from "./facts-otel.js";
import type { Json, JsonObject } from "./json.js";
import type { Schema } from "./schemas.js";
import type { FoundEvent } from "./unwrap.js";

const FACTS: Record<Schema, (event: JsonObject, resource: Json | undefined) => EventFacts> = {
  raw: rawFacts,
  ecs: ecsFacts,
  ocsf: ocsfFacts,
  otel: otelFacts,
};

/** Each string and number is as the event has it. */
export function factsOf({ schema, source, resource }: FoundEvent): EventFacts {
  return FACTS[schema](source(), resource());
}

/** In bytes as the event has it, without the quotes (docs/reference/annotation.md). */
const LONGEST_ARN = 2048;
const KMS_KEY_ARN = /^arn:[^:]*:kms:[^:]*:[^:]*:key\/(?=.)/s;

/** Returns the key's `id` and `arn`, as far as the names reveal them. */
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
