/** How an event is written (docs/shapes.md, "What is an event"; assembly/rule/rule.ts is what decides). */
import { attributesOf, elementsOf, isObject, valuesAt } from "./fields.js";

export type Schema = "ecs" | "raw" | "ocsf" | "otel";

/** OCSF's class API Activity. */
const API_ACTIVITY = "6003";

/** The schema of a parsed event; undefined if it is no event in any of them. */
export function detectSchema(event: unknown): Schema | undefined {
  if (!isObject(event)) return undefined;
  const has = (path: string): boolean => hasValue(event, path);
  if (has("event.action")) return "ecs";
  if (has("event.provider") || has("event.outcome")) {
    // With a dataset it is a record before ingest, and the event is in one of its strings.
    return has("event.dataset") || has("data_stream.dataset") ? undefined : "ecs";
  }
  if (typeof own(event, "eventSource") === "string" && typeof own(event, "eventName") === "string") return "raw";
  if (has("api.service.name") && has("api.operation") && (!has("class_uid") || isApiActivity(event))) return "ocsf";
  const attributes = attributesOf(event);
  const isOtel = ["rpc.service", "rpc.method"].every((path) => has(path) || hasValue(attributes, path));
  return isOtel ? "otel" : undefined;
}

function isApiActivity(event: object): boolean {
  const classes = valuesAt(event, "class_uid").flatMap(elementsOf);
  return classes.some((uid) => (typeof uid === "string" || typeof uid === "number") && String(uid) === API_ACTIVITY);
}

function hasValue(container: unknown, path: string): boolean {
  return valuesAt(container, path)
    .flatMap(elementsOf)
    .some((value) => ["string", "number", "boolean"].includes(typeof value));
}

function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
