/**
 * The envelopes of docs/reference/shapes.md to build around an event, each with the members that its sender adds.
 *
 * Written independently of shapes.json, so that an error in one shows against the other.
 */
import { members, MORE_ENVELOPES } from "./more-envelopes.js";
import { resourceAttributes } from "./otel-mutations.js";
import type { Random } from "./random.js";
import { array, fromJson, literal, NULL, object, type MemberTree, type Tree } from "./tree.js";

/** One name on the path. `beside`: its siblings. */
export interface Link {
  name: string;
  /** `lists`: the element is in a list of lists. */
  holds: "object" | "text" | "list" | "lists";
  /** Whether what follows the link is read as an object of its own, and may turn out to be an event. */
  isPlace?: true;
  beside?: (random: Random) => MemberTree[];
}

export interface Envelope {
  /** As in docs/reference/shapes.md. */
  place: string;
  links: readonly Link[];
  /** What the place requires of the object in which it begins. */
  condition?: Condition;
}

export interface Condition {
  key: string;
  right: readonly string[];
  wrong: readonly Tree[];
}

const DETAIL_TYPE: Condition = {
  key: "detail-type",
  right: ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"],
  wrong: [
    ..."AWS API Call via CloudTrai|aws api call via cloudtrail|AWS Console Sign In via CloudTrail".split("|"),
    ..."AWS Insight via CloudTrail|AWS API Call via CloudTrail | AWS API Call via CloudTrail|KMS CMK Deletion|".split(
      "|",
    ),
    array("AWS API Call via CloudTrail"),
    object(["AWS API Call via CloudTrail", NULL]),
    NULL,
    literal(true),
  ],
};
const MESSAGE_TYPE: Condition = {
  key: "messageType",
  right: ["DATA_MESSAGE"],
  wrong: [
    "CONTROL_MESSAGE",
    "data_message",
    "DATA_MESSAGE ",
    "DATA_MESSAG",
    "",
    array("DATA_MESSAGE"),
    NULL,
    literal(1),
  ],
};

const TOPIC = "arn:aws:sns:us-east-1:111122223333:trail";
const sns = members(["EventSource", "aws:sns"], ["EventVersion", "1.0"], ["EventSubscriptionArn", `${TOPIC}:1`]);
const notification = members(
  ["Type", "Notification"],
  ["MessageId", "95df01b4-ee98-5cb9-9903-4c221d41eb5e"],
  ["TopicArn", TOPIC],
  ["Subject", NULL],
  ["Timestamp", "2026-03-04T09:33:08.000Z"],
);
const eventBridge = members(
  ["version", "0"],
  ["source", "aws.kms"],
  ["account", "111122223333"],
  ["region", "us-east-1"],
  ["resources", array()],
);
const subscription = members(
  ["owner", "111122223333"],
  ["logGroup", "trail"],
  ["logStream", "111122223333_CloudTrail_us-east-1"],
  ["subscriptionFilters", array("all")],
);
const logEvent = members(
  ["id", "01234567890123456789012345678901234567890123456789012345"],
  ["timestamp", literal(1510109208016)],
);
const tail = members(
  ["stream", "stdout"],
  ["time", "2026-03-04T09:33:08.123456789Z"],
  ["kubernetes", object(["labels", object(["app", "trail"])], ["container_name", "DisableKey"])],
);
/** What a shipper knows before the ingest pipeline runs: whose event it will be, but hardly its content. */
const beforeIngest = fromJson({ dataset: "aws.cloudtrail", module: "aws", provider: "kms.amazonaws.com" });
const agent = members(
  ["@timestamp", "2026-03-04T09:33:08Z"],
  ["agent", object(["type", "filebeat"])],
  ["ecs.version", "8.0.0"],
);
const ingest = (random: Random): MemberTree[] => [
  ...agent(random),
  ...members(
    ["event", random.pick([beforeIngest, object(["original", NULL], ["kind", "event"]), "x", NULL])],
    ["event.original", NULL],
  )(random),
];
/** Without the dataset, a provider would make it an ECS event, in which nothing is searched. */
const original = (random: Random): MemberTree[] =>
  random.pick<MemberTree[]>([
    [["dataset", "aws.cloudtrail"]],
    [
      ["dataset", "x"],
      ["provider", "s3.amazonaws.com"],
      ["outcome", "failure"],
    ],
    [],
  ]);
const hec = members(
  ["time", literal("1772617988.123")],
  ["host", "h"],
  ["source", "s3://trail"],
  ["sourcetype", "aws:cloudtrail"],
  ["index", "main"],
  ["fields", object(["a", "b"])],
);
const resource = (random: Random): MemberTree[] =>
  random.chance(0.6) ? [["resource", object(["attributes", resourceAttributes(random)])]] : [];
const lookup = members(
  ["EventId", "abcde202-ba1a-467c-b4ba-f729d45ae521"],
  ["EventName", "DisableKey"],
  ["EventSource", "kms.amazonaws.com"],
  ["Username", "Alice"],
  ["Resources", array()],
);

export const ENVELOPES: readonly Envelope[] = [
  { place: "/Records/*", links: [{ name: "Records", holds: "list", isPlace: true }] },
  {
    place: "/Records/*/Sns/Message#",
    links: [
      { name: "Records", holds: "list", isPlace: true },
      { name: "Sns", holds: "object", beside: sns },
      { name: "Message", holds: "text", beside: notification },
    ],
  },
  {
    place: "/detail",
    links: [{ name: "detail", holds: "object", isPlace: true, beside: eventBridge }],
    condition: DETAIL_TYPE,
  },
  {
    place: "/logEvents/*/message#",
    links: [
      { name: "logEvents", holds: "list", beside: subscription },
      { name: "message", holds: "text", beside: logEvent },
    ],
    condition: MESSAGE_TYPE,
  },
  { place: "/log#", links: [{ name: "log", holds: "text", beside: tail }] },
  { place: "/message#", links: [{ name: "message", holds: "text", beside: ingest }] },
  { place: "/event.original#", links: [{ name: "event.original", holds: "text", beside: agent }] },
  {
    place: "/event/original#",
    links: [
      { name: "event", holds: "object", isPlace: true, beside: agent },
      { name: "original", holds: "text", beside: original },
    ],
  },
  { place: "/Message#", links: [{ name: "Message", holds: "text", beside: notification }] },
  {
    place: "/Messages/*/Body#",
    links: [
      { name: "Messages", holds: "list" },
      { name: "Body", holds: "text", beside: members(["MessageId", "1"], ["MD5OfBody", "b"], ["ReceiptHandle", "r"]) },
    ],
  },
  {
    place: "/Events/*/CloudTrailEvent#",
    links: [
      { name: "Events", holds: "list", beside: members(["NextToken", "t"]) },
      { name: "CloudTrailEvent", holds: "text", beside: lookup },
    ],
  },
  { place: "/event", links: [{ name: "event", holds: "object", isPlace: true, beside: hec }] },
  { place: "/event#", links: [{ name: "event", holds: "text", beside: hec }] },
  {
    place: "/resourceLogs/*/scopeLogs/*/logRecords/*",
    links: [
      { name: "resourceLogs", holds: "list" },
      { name: "scopeLogs", holds: "list", beside: resource },
      { name: "logRecords", holds: "list", isPlace: true, beside: members(["scope", object(["name", "s"])]) },
    ],
  },
  ...MORE_ENVELOPES,
];

/** Returns the number of steps of an envelope: a name with an index after it is one, each further index another. */
export function stepsOf({ links }: Envelope): number {
  return links.length + links.filter(({ holds }) => holds === "lists").length;
}

/** All names that lead somewhere: misspellings must not become one of them. */
export const NAMES = new Set(ENVELOPES.flatMap(({ links }) => links.map(({ name }) => name)));
