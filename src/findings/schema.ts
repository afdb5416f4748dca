/** How an event is written (docs/shapes.md, "What is an event"; assembly/rule/rule.ts is what decides). */
import { attributesOf, elementsOf, fieldsOfList, isObject, valuesAt } from "./fields.js";

export type Schema = "ecs" | "raw" | "ocsf" | "otel";

/** OCSF's class API Activity, and what it was before 1.0. */
const API_ACTIVITY: readonly string[] = ["6003", "3005"];

/** The schema of a parsed event; undefined if it is no event in any of them. */
export function detectSchema(event: unknown): Schema | undefined {
  if (!isObject(event)) return undefined;
  const has = (path: string): boolean => hasValue(event, path);
  if (has("event.action")) return "ecs";
  if (has("event.provider") || has("event.outcome")) {
    // With a dataset it is a record before ingest, and the event is in one of its strings.
    return has("event.dataset") || has("data_stream.dataset") ? undefined : "ecs";
  }
  if (namesCall(event) || isObject(own(event, "insightDetails")) || rawListOf(event) !== undefined) return "raw";
  if (has("api.service.name") && has("api.operation") && (!has("class_uid") || isApiActivity(event))) return "ocsf";
  const attributes = attributesOf(event);
  const methods = [event, attributes].flatMap((container) => scalarsAt(container, "rpc.method"));
  if (methods.length === 0) return undefined;
  const isNamed = ["rpc.service", "rpc.system.name"].some((path) => has(path) || hasValue(attributes, path));
  return isNamed || methods.some(isQualified) ? "otel" : undefined;
}

/** The keys and values of a raw event that is such a list, as an object; undefined for every other event. */
export function rawListOf(event: object): unknown {
  if (!isObject(event) || namesCall(event) || isObject(own(event, "insightDetails"))) return undefined;
  const values = own(event, "values");
  if (!Array.isArray(values)) return undefined;
  const fields = fieldsOfList(values);
  const isText = (path: string): boolean => scalarsAt(fields, path).some((value) => typeof value === "string");
  return isText("eventSource") && isText("eventName") ? fields : undefined;
}

/** Whether a raw event names its call by fields of its own. */
function namesCall(event: Record<string, unknown>): boolean {
  return typeof own(event, "eventSource") === "string" && typeof own(event, "eventName") === "string";
}

/** Whether a method names its service: `kms.amazonaws.com/DisableKey`. */
function isQualified(method: unknown): boolean {
  return typeof method === "string" && /^.+\/[^/]+$/s.test(method);
}

function isApiActivity(event: object): boolean {
  const classes = valuesAt(event, "class_uid").flatMap(elementsOf);
  return classes.some(
    (uid) => (typeof uid === "string" || typeof uid === "number") && API_ACTIVITY.includes(String(uid)),
  );
}

function hasValue(container: unknown, path: string): boolean {
  return scalarsAt(container, path).length > 0;
}

function scalarsAt(container: unknown, path: string): unknown[] {
  const values = valuesAt(container, path).flatMap(elementsOf);
  return values.filter((value) => ["string", "number", "boolean"].includes(typeof value));
}

function own(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
