/**
 * Stand-ins for where the examples in examples/fluent-bit send alerts: one server that takes a request only as each vendor's documentation
 * has it, and says what is wrong with any other. Run as a program it prints what comes:
 *
 *   node build/tests/emulators/alert-receivers.js 8080
 */
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";

export interface Received {
  vendor: string;
  path: string;
  body: string;
  /** Reasons for which the vendor would refuse it. */
  problems: string[];
}

interface Request {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Vendor {
  name: string;
  takes: (request: Request) => boolean;
  check: (request: Request) => string[];
  answer: (request: Request, problems: readonly string[]) => { status: number; body: string };
}

type Members = Record<string, unknown>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function hasType(headers: IncomingHttpHeaders, type: string): string[] {
  const [given = ""] = (headers["content-type"] ?? "").split(";");
  return given === type ? [] : [`the content type is ${given}, not ${type}`];
}

/** Returns members that the documentation does not name. */
function others(members: Members, known: readonly string[], where: string): string[] {
  return Object.keys(members)
    .filter((name) => !known.includes(name))
    .map((name) => `${where} has no ${name}`);
}

function text(members: Members, name: string, most: number): string[] {
  const value = members[name];
  if (typeof value !== "string" || value === "") return [`${name} is no text`];
  return value.length <= most ? [] : [`${name} has ${value.length} characters, ${most} at most`];
}

function oneOf(members: Members, name: string, values: readonly string[]): string[] {
  return values.includes(String(members[name]))
    ? []
    : [`${name} is ${String(members[name])}, not ${values.join(" or ")}`];
}

const accept = (body: string) => () => ({ status: 200, body });

/** Incoming webhooks: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, payloads: …/messaging#payloads. */
const SLACK: Vendor = {
  name: "Slack",
  takes: ({ path }) => path.startsWith("/services/"),
  check: ({ headers, body }) => {
    const payload = parse(body);
    if (!isObject(payload)) return ["invalid_payload"];
    const message = String(payload.text);
    return [
      ...hasType(headers, "application/json"),
      ...others(payload, ["text", "blocks", "attachments", "thread_ts", "mrkdwn"], "a payload"),
      ...text(payload, "text", 40_000),
      // "Escaping text" (…/messaging/formatting-message-text): these have a meaning, as in <!channel>.
      ...(/[<>]|&(?!amp;|lt;|gt;)/.test(message) ? ["text has <, > or & unescaped"] : []),
    ];
  },
  answer: (_, problems) =>
    problems.length === 0 ? { status: 200, body: "ok" } : { status: 400, body: "invalid_payload" },
};

/** Events API v2: https://developer.pagerduty.com/docs/events-api-v2-overview and …/docs/send-alert-event. */
const PAGERDUTY: Vendor = {
  name: "PagerDuty",
  takes: ({ path }) => path === "/v2/enqueue",
  check: ({ headers, body }) => {
    const event = parse(body);
    if (!isObject(event)) return ["the body is no JSON object"];
    const { payload, links } = event;
    if (!isObject(payload)) return ["payload is no object"];
    return [
      ...hasType(headers, "application/json"),
      ...others(
        event,
        ["routing_key", "event_action", "dedup_key", "payload", "images", "links", "client", "client_url"],
        "an event",
      ),
      ...(/^[0-9A-Za-z]{32}$/.test(String(event.routing_key)) ? [] : ["routing_key has not 32 characters"]),
      ...oneOf(event, "event_action", ["trigger", "acknowledge", "resolve"]),
      ...text(event, "dedup_key", 255),
      ...others(
        payload,
        ["summary", "source", "severity", "timestamp", "component", "group", "class", "custom_details"],
        "a payload",
      ),
      ...text(payload, "summary", 1024),
      ...text(payload, "source", 1024),
      ...oneOf(payload, "severity", ["critical", "error", "warning", "info"]),
      ...(payload.custom_details === undefined || isObject(payload.custom_details)
        ? []
        : ["custom_details is no object"]),
      ...(links === undefined ||
      (Array.isArray(links) && links.every((link) => isObject(link) && typeof link.href === "string"))
        ? []
        : ["a link has no href"]),
    ];
  },
  answer: ({ body }, problems) => {
    if (problems.length > 0) {
      return {
        status: 400,
        body: JSON.stringify({ status: "invalid event", message: "Event object is invalid", errors: problems }),
      };
    }
    const { dedup_key: key } = JSON.parse(body) as { dedup_key: string };
    return { status: 202, body: JSON.stringify({ status: "success", message: "Event processed", dedup_key: key }) };
  },
};

/** PutEvents: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html and …/API_PutEventsRequestEntry.html. */
const EVENTBRIDGE: Vendor = {
  name: "EventBridge",
  takes: ({ headers }) => headers["x-amz-target"] === "AWSEvents.PutEvents",
  check: ({ headers, body }) => {
    const request = parse(body);
    const entries = isObject(request) ? request.Entries : undefined;
    if (!Array.isArray(entries) || entries.length < 1 || entries.length > 10) return ["there are not 1 to 10 Entries"];
    return [
      ...hasType(headers, "application/x-amz-json-1.1"),
      ...others(request as Members, ["Entries", "EndpointId"], "a request"),
      ...entries.flatMap((entry: unknown) => {
        if (!isObject(entry)) return ["an entry is no object"];
        return [
          ...others(
            entry,
            ["Detail", "DetailType", "EventBusName", "Resources", "Source", "Time", "TraceHeader"],
            "an entry",
          ),
          ...text(entry, "Source", 256),
          ...text(entry, "DetailType", 128),
          ...text(entry, "Detail", 256 * 1024),
          ...(isObject(parse(String(entry.Detail))) ? [] : ["Detail is no JSON object in a text"]),
        ];
      }),
    ];
  },
  // A request with a failed entry is answered with 200 too.
  answer: ({ body }, problems) => {
    const { Entries: entries = [] } = (parse(body) ?? {}) as { Entries?: unknown[] };
    const failed = problems.length > 0;
    const answers = entries.map(() =>
      failed ? { ErrorCode: "MalformedDetail", ErrorMessage: problems[0] } : { EventId: "1" },
    );
    return { status: 200, body: JSON.stringify({ FailedEntryCount: failed ? entries.length : 0, Entries: answers }) };
  },
};

/** The bulk API: https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk. */
const ELASTICSEARCH: Vendor = {
  name: "Elasticsearch",
  takes: ({ path }) => path === "/_bulk",
  check: ({ headers, body }) => {
    const [given = ""] = (headers["content-type"] ?? "").split(";");
    const problems = ["application/json", "application/x-ndjson"].includes(given)
      ? []
      : [`the content type is ${given}`];
    if (!body.endsWith("\n")) return [...problems, "The bulk request must be terminated by a newline [\\n]"];
    const lines = body.slice(0, -1).split("\n").map(parse);
    if (lines.length % 2 > 0) problems.push("an action has no source");
    return problems.concat(
      lines.flatMap((line, index) => {
        if (!isObject(line)) return [`line ${index + 1} is no JSON object`];
        return index % 2 > 0 ? [] : bulkAction(line);
      }),
    );
  },
  answer: ({ body }, problems) => {
    if (problems.length > 0)
      return { status: 400, body: JSON.stringify({ error: { reason: problems[0] }, status: 400 }) };
    const actions = body.split("\n").filter((line, index) => index % 2 === 0 && line !== "");
    const items = actions.map((line) => ({ [Object.keys(JSON.parse(line) as Members)[0] ?? ""]: { status: 201 } }));
    return { status: 200, body: JSON.stringify({ took: 1, errors: false, items }) };
  },
};

function bulkAction(line: Members): string[] {
  const [[action, target] = [], ...rest] = Object.entries(line);
  if (rest.length > 0 || !["index", "create"].includes(action ?? "")) return [`${JSON.stringify(line)} is no action`];
  if (!isObject(target)) return [`${action} has no target`];
  return [
    ...others(target, ["_index", "_id", "require_alias", "dynamic_templates", "routing"], "an action"),
    ...(/^[a-z0-9][a-z0-9_.-]*$/.test(String(target._index)) ? [] : ["_index is no name of an index"]),
    ...(target._id === undefined ? [] : text(target, "_id", 512)),
  ];
}

/** docs/how-to/alert.md's description of an alert. */
const WEBHOOK: Vendor = {
  name: "webhook",
  takes: ({ path }) => path === "/webhook",
  check: ({ headers, body }) => {
    const alerts = parse(body);
    if (!Array.isArray(alerts) || alerts.length === 0) return ["the body is no list of alerts"];
    return [
      ...hasType(headers, "application/json"),
      ...(/^Bearer \S+$/.test(headers.authorization ?? "") ? [] : ["there is no token"]),
      ...alerts.flatMap(checkAlertMembers),
    ];
  },
  answer: (_, problems) => ({ status: problems.length === 0 ? 200 : 422, body: JSON.stringify(problems) }),
};

const TEXTS = ["text", "summary", "severity", "dedup_key", "undo", "runbook"];

function checkAlertMembers(alert: unknown): string[] {
  if (!isObject(alert)) return ["an alert is no object"];
  return [
    ...TEXTS.flatMap((name) => text(alert, name, 2048)),
    ...others(alert, [...TEXTS, "deadline", "key", "actor", "account", "region", "others", "keyward"], "an alert"),
    ...(isObject(alert.keyward) ? [] : ["keyward is no object"]),
  ];
}

/** A dead man's switch takes any POST. */
const MONITOR: Vendor = {
  name: "monitor",
  takes: ({ path }) => path.startsWith("/ping/"),
  check: () => [],
  answer: accept("OK"),
};

const VENDORS = [SLACK, PAGERDUTY, EVENTBRIDGE, ELASTICSEARCH, WEBHOOK, MONITOR];

/** Listens on the local machine; 0 is any free port. */
export async function startReceivers(
  onRequest: (received: Received) => void,
  port = 0,
): Promise<{ port: number; close: () => Promise<void> }> {
  const server: Server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const path = (incoming.url ?? "").split("?")[0] ?? "";
      const request: Request = { path, headers: incoming.headers, body: Buffer.concat(chunks).toString() };
      const vendor = VENDORS.find(({ takes }) => takes(request));
      const problems = [
        ...(incoming.method === "POST" ? [] : [`the method is ${incoming.method ?? "none"}`]),
        ...(vendor?.check(request) ?? ["nobody takes this"]),
      ];
      onRequest({ vendor: vendor?.name ?? "nobody", path, body: request.body, problems });
      const { status, body } = vendor?.answer(request, problems) ?? { status: 404, body: "" };
      response
        .writeHead(status, { "content-type": body.startsWith("{") ? "application/json" : "text/plain" })
        .end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  return { port: (server.address() as AddressInfo).port, close };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { port } = await startReceivers(
    ({ vendor, path, body, problems }) => {
      const judgement = problems.length === 0 ? "taken" : `refused: ${problems.join("; ")}`;
      process.stdout.write(`${vendor} ${path}: ${judgement}\n${body}\n`);
    },
    Number(process.argv[2] ?? 8080),
  );
  process.stderr.write(`listening on 127.0.0.1:${port}\n`);
}
