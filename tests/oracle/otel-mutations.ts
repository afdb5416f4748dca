/** Changes to a matching OpenTelemetry log record: some after which it still matches, others after which it must not. */
import {
  addAttribute,
  attributesOf,
  noAttribute,
  putAttribute,
  removeAttribute,
  setAttribute,
  typed,
} from "./attributes.js";
import { keyName, oddFact } from "./fact-mutations.js";
import type { Mutation } from "./mutations.js";
import { addOtherSchema } from "./ocsf-mutations.js";
import type { Random } from "./random.js";
import { ACTIONS, NEAR_MISSES, PROVIDER, randomBlank, randomFailure, randomTree, randomWindow } from "./samples.js";
import { addField, removeField, setField } from "./tree-fields.js";
import {
  array,
  getMember,
  insertMember,
  literal,
  NULL,
  object,
  removeMember,
  setMember,
  type ObjectTree,
  type Tree,
} from "./tree.js";

const CLAUSES: readonly { path: string; right: readonly string[]; wrong: readonly string[] }[] = [
  { path: "rpc.service", right: [PROVIDER], wrong: NEAR_MISSES.provider },
  { path: "rpc.method", right: ACTIONS, wrong: NEAR_MISSES.action },
];
const ERRORS = ["aws.error.code", "aws.error.message"];
const REQUEST = "aws.request.parameters";
const RESPONSE = "aws.response.elements";
const FACTS = [
  ..."aws.cloudtrail.event_id|cloud.account.id|aws.user_identity.account_id|cloud.region|aws.principal.type".split("|"),
  ..."aws.principal.arn|source.address|user_agent.original|aws.resources|aws.resources.arn|@timestamp".split("|"),
  ...[REQUEST, RESPONSE].flatMap((path) => [path, `${path}.keyId`, `${path}.pendingWindowInDays`]),
  ..."aws.user_identity.principal.type|aws.user_identity.principal.arn|aws.resources.ARN".split("|"),
  "aws.user_identity.session_context.issuer.arn",
  ...[`${RESPONSE}.keyState`, `${RESPONSE}.deletionDate`],
];

const RESOURCE_FACTS = ["cloud.account.id", "cloud.region"] as const;

/** Returns what the collector writes for all events of a file: in OTLP's form, or a document's. */
export function resourceAttributes(random: Random): Tree {
  const values: [string, Tree][] = RESOURCE_FACTS.map((field) => [
    field,
    random.chance(0.8) ? random.pick(["444455556666", "eu-north-1", ""]) : oddFact(random),
  ]);
  const members = random.shuffle<[string, Tree]>([["cloud.provider", "aws"], ...values]).slice(random.below(3));
  if (random.chance(0.3)) return object(...members);
  return array(...members.map(([key, value]) => object(["key", key], ["value", typed(value, random)])));
}

const SYSTEM = "rpc.system.name";
const NOT_QUALIFIED = [
  ..."kms.amazonaws.com/DescribeKey|s3.amazonaws.com/DisableKey|/DisableKey|kms.amazonaws.com/|kms/DisableKey".split(
    "|",
  ),
  ..."kms.amazonaws.com//DisableKey|kms.amazonaws.com/DisableKey/|kms.amazonaws.com.DisableKey|/".split("|"),
  ..."kms.amazonaws.com/DisableKeyRotation|x/kms.amazonaws.com/DisableKey|kms.amazonaws.com/disableKey".split("|"),
];

/** Names the service in the method, as later conventions do; apply it last, since the service may be gone then. */
export const QUALIFY: Mutation = {
  name: "OpenTelemetry: a qualified method",
  apply: (record, random) => {
    setAttribute(record, "rpc.method", `${PROVIDER}/${random.pick(ACTIONS)}`, random);
    if (random.chance(0.3)) return;
    if (random.chance(0.4)) setAttribute(record, "rpc.service", random.pick(NEAR_MISSES.provider), random);
    else removeAttribute(record, "rpc.service");
    if (random.chance(0.5)) setAttribute(record, SYSTEM, random.pick(["AwsApiCall", "aws-api"]), random);
  },
};

function isList(record: ObjectTree): boolean {
  return attributesOf(record).in === "list";
}

function wrongOf(wrong: readonly string[], random: Random): Tree {
  return random.chance(0.7) ? random.pick(wrong) : randomTree(random, 1);
}

/** Adds an error attribute that says nothing. In a list, only a plain value can say something. */
function blankError(record: ObjectTree, random: Random): void {
  const field = random.pick(ERRORS);
  const attributes = attributesOf(record);
  if (attributes.in === "object" || random.chance(0.2)) {
    setField(attributes.in === "object" ? attributes.object : record, field, randomBlank(random), random);
    return;
  }
  const blank = [
    object(["stringValue", ""]),
    object(),
    typed(randomBlank(random), random),
    typed(array("", NULL), random),
  ];
  putAttribute(attributes.list, field, random.pick(blank), random);
  if (random.chance(0.3)) attributes.list.items.push(noAttribute(field, "", random));
}

function factValue(random: Random): Tree {
  return random.pick([oddFact(random), keyName(random), randomWindow(random)]);
}

/** Returns a value with types that no exporter would combine: the first of them counts. */
function oddlyTyped(random: Random): Tree {
  const [one, other] = [keyName(random), randomWindow(random)];
  return random.pick<Tree>([
    object(["intValue", one], ["stringValue", other]),
    object(["boolValue", literal(true)], ["doubleValue", literal("7.50")]),
    object(["kvlistValue", object(["values", array(NULL, "x", object(["key", "keyId"]))])], ["stringValue", one]),
    object([
      "arrayValue",
      object(["values", array(object(["intValue", "7"]), "x", NULL, object(["stringValue", one]))]),
    ]),
    object(["arrayValue", array(object(["stringValue", one]))]),
    object(["kvlistValue", NULL]),
    typed(object(["keyId", array(one, object(["x", other]))], ["pendingWindowInDays", other]), random),
    typed(array(object(["keyId", one], ["keyState", other]), object(["arn", one]), one), random),
    object(["stringValue", randomTree(random, 2)]),
  ]);
}

export const OTEL_NEUTRAL: readonly Mutation[] = [
  {
    name: "OpenTelemetry: fields under another spelling",
    apply: (record, random) => {
      for (const { path, right } of CLAUSES) {
        const value = random.pick(right);
        const where = random.below(4);
        if (where === 0) continue;
        const attributes = attributesOf(record);
        if (where === 1 && attributes.in === "list") {
          const [parent, name] = path.split(".") as [string, string];
          removeAttribute(record, path);
          putAttribute(attributes.list, parent, typed(object([name, value]), random), random);
        } else if (where < 3) {
          setAttribute(record, path, value, random);
        } else {
          removeAttribute(record, path);
          setField(record, path, value, random);
        }
      }
    },
  },
  {
    name: "OpenTelemetry: several values, one of them right",
    apply: (record, random) => {
      const { path, right, wrong } = random.pick(CLAUSES);
      if (isList(record)) {
        const value = random.pick(right);
        const listed = array(...random.shuffle<Tree>([value, wrongOf(wrong, random)]));
        setAttribute(record, path, random.pick<Tree>([value, listed, array(listed)]), random);
        addAttribute(record, path, wrongOf(wrong, random), random);
        return;
      }
      const others = Array.from({ length: random.below(4) }, () => wrongOf(wrong, random));
      setAttribute(record, path, array(...random.shuffle([...others, random.pick(right)])), random);
    },
  },
  {
    name: "OpenTelemetry: a field in a second place",
    apply: (record, random) => {
      const { path, wrong } = random.pick(CLAUSES);
      addAttribute(record, path, wrongOf(wrong, random), random);
    },
  },
  { name: "OpenTelemetry: a blank error", apply: blankError },
  {
    name: "OpenTelemetry: elements that are no attributes",
    apply: (record, random) => {
      const attributes = attributesOf(record);
      if (attributes.in !== "list") return;
      for (let count = 1 + random.below(4); count > 0; count--) {
        const { path, wrong } = random.pick(CLAUSES);
        const field = random.pick([path, ...ERRORS, ...FACTS]);
        const element = noAttribute(field, random.pick(wrong), random);
        attributes.list.items.splice(random.below(attributes.list.items.length + 1), 0, element);
      }
    },
  },
  {
    name: "OpenTelemetry: attributes overridden before",
    apply: (record, random) => {
      if (getMember(record, "attributes") === undefined) return;
      const wrong = object(["rpc.method", random.pick(NEAR_MISSES.action)], ["aws.error.code", "AccessDenied"]);
      insertMember(record, "attributes", random.pick([wrong, array(), NULL, "x", randomTree(random)]), random);
    },
  },
  {
    name: "OpenTelemetry: odd values where the annotation reads",
    apply: (record, random) => {
      const attributes = attributesOf(record);
      for (let count = 1 + random.below(4); count > 0; count--) {
        const field = random.pick(FACTS);
        if (attributes.in === "list" && random.chance(0.4)) {
          if (random.chance(0.5)) removeAttribute(record, field);
          putAttribute(attributes.list, field, oddlyTyped(random), random);
        } else (random.chance(0.5) ? setAttribute : addAttribute)(record, field, factValue(random), random);
      }
      if (random.chance(0.3)) setField(record, "timeUnixNano", oddFact(random), random);
    },
  },
  {
    name: "OpenTelemetry: account and region on the resource",
    apply: (record, random) => {
      for (const field of RESOURCE_FACTS) if (random.chance(0.6)) removeAttribute(record, field);
      if (random.chance(0.3)) addField(record, `resource.attributes.${random.pick(RESOURCE_FACTS)}`, "r", random);
      else setMember(record, "resource", object(["attributes", resourceAttributes(random)]));
    },
  },
  {
    name: "OpenTelemetry: keys and waiting periods of every kind",
    apply: (record, random) => {
      for (const path of [REQUEST, RESPONSE]) {
        if (random.chance(0.6)) setAttribute(record, `${path}.keyId`, keyName(random), random);
        if (random.chance(0.6)) setAttribute(record, `${path}.pendingWindowInDays`, randomWindow(random), random);
      }
      const resources = Array.from({ length: random.below(4) }, () =>
        object([random.pick(["arn", "ARN"]), keyName(random)]),
      );
      if (random.chance(0.4)) setAttribute(record, "aws.resources", array(...resources), random);
    },
  },
];

export const OTEL_NEAR_MISSES: readonly Mutation[] = [
  {
    name: "OpenTelemetry: a method that is qualified nearly right, or without a service",
    apply: (record, random) => {
      const isNear = random.chance(0.6);
      setAttribute(record, "rpc.method", random.pick(isNear ? NOT_QUALIFIED : ACTIONS), random);
      if (isNear && random.chance(0.5)) return;
      removeAttribute(record, "rpc.service");
      if (random.chance(0.5)) setAttribute(record, SYSTEM, random.pick(["AwsApiCall", PROVIDER]), random);
    },
  },
  {
    name: "OpenTelemetry: a near miss of the method or the service",
    apply: (record, random) => {
      const { path, wrong } = random.pick(CLAUSES);
      setAttribute(record, path, random.pick(wrong), random);
      if (random.chance(0.3)) addAttribute(record, path, random.pick(wrong), random);
    },
  },
  {
    name: "OpenTelemetry: an error",
    apply: (record, random) => {
      const field = random.pick(ERRORS);
      const attributes = attributesOf(record);
      if (attributes.in === "list" && random.chance(0.8)) {
        const failure = ["AccessDenied", " ", "null", literal(0), literal(false), literal("-0"), array("", array("x"))];
        putAttribute(attributes.list, field, typed(random.pick(failure), random), random);
      } else {
        setField(attributes.in === "object" ? attributes.object : record, field, randomFailure(random), random);
      }
      if (random.chance(0.3)) addAttribute(record, field, "", random);
    },
  },
  {
    name: "OpenTelemetry: a clause of another type, or missing, or under a path that is not its own",
    apply: (record, random) => {
      const { path, right } = random.pick(CLAUSES);
      const value = random.pick(right);
      removeAttribute(record, path);
      const attributes = attributesOf(record);
      const paths = [
        `x.${path}`,
        `attributes.${path}`,
        path.toUpperCase(),
        path.replace(".", "_"),
        `${path} `,
        `.${path}`,
      ];
      if (random.chance(0.4)) record.members.push([random.pick(paths), value]);
      if (attributes.in === "list") {
        const inside = random.pick([
          noAttribute(path, value, random),
          object(["key", random.pick(paths)], ["value", typed(value, random)]),
        ]);
        attributes.list.items.push(inside);
      } else {
        const odd = [object(["value", value]), literal(true), NULL, array(), array(object(["x", value]))];
        if (random.chance(0.5)) setField(attributes.object, path, random.pick(odd), random);
      }
    },
  },
  {
    name: "OpenTelemetry: attributes overridden by a later duplicate, or under another name, or as text",
    apply: (record, random) => {
      for (const { path } of CLAUSES) removeAttribute(record, path);
      const right = object(["rpc.service", PROVIDER], ["rpc.method", random.pick(ACTIONS)]);
      const list = array(...right.members.map(([key, value]) => object(["key", key], ["value", typed(value, random)])));
      const attributes = random.pick([right, list]);
      const fate = random.below(3);
      if (fate === 0) {
        const half =
          attributes === list ? array(list.items[random.below(2)] as Tree) : object(...right.members.slice(1));
        record.members.push(["attributes", attributes], ["attributes", random.pick<Tree>([NULL, "x", half])]);
      } else if (fate === 1) {
        const names = ["Attributes", "attribute", "attributes ", "bodies", "resource", "spanAttributes"];
        insertMember(record, random.pick(names), attributes, random);
      } else {
        removeMember(record, "attributes");
        setMember(
          record,
          "attributes",
          random.pick<Tree>([JSON.stringify({ "rpc.service": PROVIDER }), array(attributes)]),
        );
      }
    },
  },
  {
    name: "OpenTelemetry: fields of another schema beside it",
    apply: (record, random) => {
      if (random.chance(0.6)) {
        addOtherSchema(record, random);
        return;
      }
      setField(record, "api.service.name", random.pick(["s3.amazonaws.com", PROVIDER]), random);
      setField(record, "api.operation", random.pick(NEAR_MISSES.action), random);
      removeField(record, "class_uid");
      if (random.chance(0.5)) addField(record, "class_uid", literal(6003), random);
    },
  },
];
