/** What an event says of a key, under the names that each schema has for it (assembly/finding/detail-paths.ts has those of a match). */
import { parseEventTime } from "../findings/event-time.js";
import { attributesOf, elementsOf, isObject, valuesAt } from "../findings/fields.js";
import type { Actor } from "../findings/finding.js";
import { locateEvent, parseJson } from "../findings/locate.js";
import { rawListOf, type Schema } from "../findings/schema.js";
import type { KeyEvent } from "./key-event.js";

/** Of each field the paths, the better one first. `request` and `response` are where the parameters and the elements are. */
interface FieldPaths {
  time: readonly string[];
  id: readonly string[];
  account: readonly string[];
  region: readonly string[];
  actorType: readonly string[];
  actorArn: readonly string[];
  role: readonly string[];
  resources: readonly string[];
  category: readonly string[];
  request: readonly string[];
  response: readonly string[];
}

const PATHS: Readonly<Record<Schema, FieldPaths>> = {
  raw: {
    time: ["eventTime"],
    id: ["eventID"],
    account: ["recipientAccountId", "userIdentity.accountId"],
    region: ["awsRegion"],
    actorType: ["userIdentity.type"],
    actorArn: ["userIdentity.arn"],
    role: ["userIdentity.sessionContext.sessionIssuer.arn"],
    resources: ["resources.ARN", "serviceEventDetails.keyId"],
    category: ["eventCategory", "eventType"],
    request: ["requestParameters"],
    response: ["responseElements"],
  },
  ecs: {
    time: ["@timestamp"],
    id: ["event.id"],
    account: ["aws.cloudtrail.recipient_account_id", "cloud.account.id"],
    region: ["cloud.region"],
    actorType: ["aws.cloudtrail.user_identity.type"],
    actorArn: ["aws.cloudtrail.user_identity.arn"],
    role: ["aws.cloudtrail.user_identity.session_context.session_issuer.arn"],
    resources: ["aws.cloudtrail.resources.arn", "aws.cloudtrail.flattened.service_event_details.keyId"],
    category: ["aws.cloudtrail.event_category", "aws.cloudtrail.event_type"],
    request: ["aws.cloudtrail.flattened.request_parameters"],
    response: ["aws.cloudtrail.flattened.response_elements"],
  },
  ocsf: {
    time: ["time_dt", "time"],
    id: ["metadata.uid"],
    account: ["unmapped.recipientAccountId", "cloud.account.uid", "cloud.account_uid", "actor.user.account.uid"],
    region: ["cloud.region"],
    actorType: ["actor.user.type"],
    actorArn: ["actor.user.uid", "actor.user.uuid"],
    role: ["actor.session.issuer"],
    resources: ["resources.uid", "unmapped.serviceEventDetails.keyId"],
    category: ["metadata.product.feature.name", "metadata.event_code"],
    request: ["api.request.data"],
    response: ["api.response.data"],
  },
  otel: {
    time: ["timeUnixNano", "@timestamp"],
    id: ["aws.cloudtrail.event_id"],
    account: ["cloud.account.id", "resource.attributes.cloud.account.id", "aws.user_identity.account_id"],
    region: ["cloud.region", "resource.attributes.cloud.region"],
    actorType: ["aws.principal.type", "aws.user_identity.principal.type"],
    actorArn: ["aws.principal.arn", "aws.user_identity.principal.arn"],
    role: ["aws.user_identity.session_context.issuer.arn"],
    resources: ["aws.resources.arn", "aws.resources.ARN"],
    category: ["aws.event.category", "rpc.system"],
    request: ["aws.request.parameters"],
    response: ["aws.response.elements"],
  },
};

/** The batch that an OpenTelemetry record is of, whose resource can have its account and region. */
const OTLP_BATCH = /^(.*\/resourceLogs\/\d+)\/scopeLogs\//;
/** So an event of a VPC endpoint is called: it repeats a call, without its key. */
const NETWORK_ACTIVITY = ["NetworkActivity", "AwsVpceEvent"];

export type KeyEventFields = Omit<KeyEvent, "action" | "failed" | "place" | "verdict" | "exception">;

/** What the event at `path` of a parsed record says; undefined of an event that only repeats another. */
export function readFields(record: unknown, path: string, schema: Schema): KeyEventFields | undefined {
  const event = locateEvent(record, path);
  const paths = PATHS[schema];
  const containers = containersOf(record, event, path, schema);
  const all = (names: readonly string[]): string[] =>
    names.flatMap((name) => containers.flatMap((container) => textsAt(container, name)));
  const parts = (names: readonly string[]): unknown[] =>
    names.flatMap((name) => containers.flatMap((container) => valuesAt(container, name))).map(opened);
  if (all(paths.category).some((text) => NETWORK_ACTIVITY.includes(text))) return undefined;
  const [request, response] = [paths.request, paths.response].map((names) => {
    // Attributes can be spelled as one dotted name each, without an object for all of them.
    const objects = parts(names);
    return (name: string): string | undefined =>
      [...objects.flatMap((object) => textsAt(object, name)), ...all(names.map((path) => `${path}.${name}`))][0];
  });
  if (request === undefined || response === undefined) return undefined;
  const time = parseEventTime(all(paths.time)[0]);
  const days = Number(response("pendingWindowInDays") ?? request("pendingWindowInDays"));
  const texts = {
    account: all(paths.account)[0],
    region: all(paths.region)[0],
    id: all(paths.id)[0],
    key_state: response("keyState") ?? stateAtBirth(response("keyMetadata.keyState"), response("keyMetadata.origin")),
    deletion_date: response("deletionDate"),
    material: response("keyMaterialId") ?? request("keyMaterialId"),
    other_region: request("replicaRegion") ?? request("primaryRegion"),
  };
  const actor = readActor(all(paths.actorType)[0], all(paths.actorArn)[0], all(paths.role)[0]);
  const asked = request("keyId");
  const answered = response("keyId") ?? response("keyMetadata.arn") ?? response("keyMetadata.keyId");
  return {
    ...(time !== undefined && { time }),
    key: {
      ...(asked !== undefined && { request: asked }),
      ...(answered !== undefined && { response: answered }),
      others: all(paths.resources),
    },
    ...(Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)) as Partial<
      Record<keyof typeof texts, string>
    >),
    ...(Number.isInteger(days) && { pending_window_days: days }),
    ...(actor !== undefined && { actor }),
  };
}

function containersOf(record: unknown, event: unknown, path: string, schema: Schema): unknown[] {
  if (schema === "raw") return [(isObject(event) ? rawListOf(event) : undefined) ?? event];
  if (schema !== "otel") return [event];
  const [, batch] = OTLP_BATCH.exec(path) ?? [];
  const resource = batch === undefined ? undefined : attributesOf(locateEvent(record, `${batch}/resource`));
  return [event, attributesOf(event), resource];
}

/** A replica is `Creating` first, and then what its origin makes of it. */
function stateAtBirth(state: string | undefined, origin: string | undefined): string | undefined {
  if (state !== "Creating") return state;
  return origin === undefined ? undefined : origin === "EXTERNAL" ? "PendingImport" : "Enabled";
}

function readActor(type: string | undefined, arn: string | undefined, role: string | undefined): Actor | undefined {
  if (type === undefined && arn === undefined && role === undefined) return undefined;
  return {
    ...(type !== undefined && { type }),
    ...(arn !== undefined && { arn }),
    ...(role !== undefined && { role }),
  };
}

/** The strings that are not empty, and the numbers, at a path. */
function textsAt(container: unknown, path: string): string[] {
  return valuesAt(container, path)
    .flatMap(elementsOf)
    .flatMap((value) =>
      (typeof value === "string" && value !== "") || typeof value === "number" ? [String(value)] : [],
    );
}

/** OCSF has requests and responses as JSON in a string, too. */
function opened(value: unknown): unknown {
  return typeof value === "string" ? parseJson(value) : value;
}
