/** Changes to a matching OCSF event: some after which it still matches, others after which it must not. */
import { keyName, oddFact } from "./fact-mutations.js";
import { split, type Mutation } from "./mutations.js";
import type { Random } from "./random.js";
import {
  ACTIONS,
  NEAR_MISSES,
  PROVIDER,
  randomBlank,
  randomFailure,
  randomText,
  randomTree,
  randomWindow,
} from "./samples.js";
import { addField, changeField, removeField, setField } from "./tree-fields.js";
import { array, isObjectTree, literal, NULL, object, writeTree, type ObjectTree, type Tree } from "./tree.js";

/** Accepted provider names, and names that only other schemas accept. */
const SERVICES = [PROVIDER, "kms"];
const NO_SERVICES = [...NEAR_MISSES.provider.filter((name) => name !== "kms"), "KMS", "kms ", "aws.kms", "aws:kms"];

const CLAUSES: readonly { path: string; right: readonly string[]; wrong: readonly string[] }[] = [
  { path: "api.service.name", right: SERVICES, wrong: NO_SERVICES },
  { path: "api.operation", right: ACTIONS, wrong: NEAR_MISSES.action },
];
const ERROR = "api.response.error";
const MESSAGE = "api.response.message";
const DATA = ["api.request.data", "api.response.data"];
const FACTS = [
  ..."metadata.uid|time_dt|time|cloud.account.uid|actor.user.account.uid|cloud.region|actor.user.type".split("|"),
  ..."actor.user.uid|src_endpoint.ip|src_endpoint.domain|http_request.user_agent|resources|resources.uid".split("|"),
  ...DATA,
  ..."actor.user.uuid|actor.user.account_uid|cloud.account_uid|unmapped.recipientAccountId|src_endpoint.uid".split("|"),
  ..."actor.session.issuer|unmapped.userIdentity.sessionContext.sourceIdentity|unmapped".split("|"),
  "unmapped.userIdentity.onBehalfOf.userId",
  ..."actor|actor.user|cloud|src_endpoint|api.request|api.response.data.keyState|api.response.data.deletionDate".split(
    "|",
  ),
];

/** Writes a number in any way except with an exponent. */
function number(value: number, random: Random): Tree {
  return random.pick<Tree>([literal(value), literal(`${value}.0`), literal(`${value}.000`), String(value)]);
}

function wrongOf(wrong: readonly string[], random: Random): Tree {
  return random.chance(0.7) ? random.pick(wrong) : randomTree(random, 1);
}

/** Returns a request or response as text: JSON, or nearly. */
function dataText(random: Random): Tree {
  const members: [string, Tree][] = [
    ["keyId", keyName(random)],
    ["pendingWindowInDays", randomWindow(random)],
    ["keyState", oddFact(random)],
    ["deletionDate", oddFact(random)],
    ["keyId", keyName(random)],
    ["x", randomTree(random)],
  ];
  const data = object(...random.shuffle(members).slice(random.below(4)));
  const text = writeTree(data, { whitespace: random.pick([0, 0.1]), escapes: random.pick([0, 0.02, 0.2]) }, random);
  return random.pick<Tree>([
    text,
    text,
    text,
    text.slice(0, -1),
    `[${text}]`,
    `${text} x`,
    `\ufeff${text}`,
    text.replace(":", ':"\ud800\udc00\ud800",":'),
    text.replace("{", '{"keyState":"\udc00","keyState":null,'),
    array(text, "{}"),
    array(literal(1), NULL, text),
    array(object(["keyId", "k"]), text),
    JSON.stringify(text),
  ]);
}

export const OCSF_NEUTRAL: readonly Mutation[] = [
  {
    name: "OCSF: the service by either name",
    apply: (record, random) => {
      setField(record, "api.service.name", random.pick(SERVICES), random);
    },
  },
  {
    name: "OCSF: a class in any form, or none",
    apply: (record, random) => {
      removeField(record, "class_uid");
      const right = () => number(random.pick([6003, 3005]), random);
      const values = [NULL, array(), object(["x", literal(6002)]), array(literal(6002), right(), "x")];
      if (random.chance(0.8)) {
        setField(record, "class_uid", random.chance(0.5) ? right() : random.pick(values), random);
      }
    },
  },
  {
    name: "OCSF: a status that is no failure",
    apply: (record, random) => {
      const ids: Tree[] = [
        literal(0),
        literal(99),
        literal(22),
        literal("2.5"),
        literal("-2"),
        "02",
        "2 ",
        literal(true),
      ];
      const texts: Tree[] = ["failure", "FAILURE", "Failure ", "Unknown", "Success", "", "2", literal(2), array("x")];
      const odd: Tree[] = [NULL, array(), object(["x", literal(2)], ["y", "Failure"])];
      if (random.chance(0.3)) removeField(record, "status_id");
      else setField(record, "status_id", random.pick([...ids, number(1, random), ...odd, array(...ids)]), random);
      if (random.chance(0.3)) removeField(record, "status");
      else setField(record, "status", random.pick([...texts, ...odd]), random);
    },
  },
  {
    name: "OCSF: a blank error",
    apply: (record, random) => {
      setField(record, ERROR, randomBlank(random), random);
      if (random.chance(0.3)) addField(record, ERROR, randomBlank(random), random);
      if (random.chance(0.3)) setField(record, MESSAGE, randomBlank(random), random);
    },
  },
  {
    name: "OCSF: several values, one of them right",
    apply: (record, random) => {
      const { path, right, wrong } = random.pick(CLAUSES);
      const others = Array.from({ length: random.below(4) }, () => wrongOf(wrong, random));
      setField(record, path, array(...random.shuffle([...others, random.pick(right)])), random);
    },
  },
  {
    name: "OCSF: a second spelling of a field",
    apply: (record, random) => {
      const { path, wrong } = random.pick(CLAUSES);
      addField(record, path, wrongOf(wrong, random), random);
    },
  },
  {
    name: "OCSF: api as an array of objects",
    apply: (record, random) => {
      changeField(record, "api", (api) => (isObjectTree(api) ? split(api, random) : api));
    },
  },
  {
    name: "OCSF: request and response as text",
    apply: (record, random) => {
      for (const path of DATA) {
        const value = dataText(random);
        if (random.chance(0.6)) setField(record, path, value, random);
        else if (random.chance(0.5)) addField(record, path, value, random);
      }
    },
  },
  {
    name: "OCSF: odd values where the annotation reads",
    apply: (record, random) => {
      for (let count = 1 + random.below(4); count > 0; count--) {
        const value = random.pick([oddFact(random), keyName(random), randomWindow(random)]);
        if (random.chance(0.6)) setField(record, random.pick(FACTS), value, random);
        else addField(record, random.pick(FACTS), value, random);
      }
    },
  },
  {
    name: "OCSF: keys and waiting periods of every kind",
    apply: (record, random) => {
      for (const path of DATA) {
        if (random.chance(0.6)) setField(record, `${path}.keyId`, keyName(random), random);
        if (random.chance(0.6)) setField(record, `${path}.pendingWindowInDays`, randomWindow(random), random);
      }
      const resources = Array.from({ length: random.below(4) }, () => object(["uid", keyName(random)]));
      if (random.chance(0.4)) setField(record, "resources", array(...resources), random);
    },
  },
];

export const OCSF_NEAR_MISSES: readonly Mutation[] = [
  {
    name: "OCSF: a near miss of the operation or the service",
    apply: (record, random) => {
      const { path, wrong } = random.pick(CLAUSES);
      const values = Array.from({ length: 1 + random.below(3) }, () => random.pick(wrong));
      setField(record, path, random.chance(0.6) ? (values[0] as Tree) : array(...values, NULL, literal(1)), random);
    },
  },
  {
    name: "OCSF: another class",
    apply: (record, random) => {
      const wrong: Tree[] = [
        literal(6002),
        literal(3004),
        literal(30050),
        literal(60030),
        literal(-6003),
        literal("6003.5"),
        literal(true),
        "",
        "6003 ",
      ];
      setField(record, "class_uid", random.pick([...wrong, "6003.0", array(literal(6001), "x"), literal(0)]), random);
    },
  },
  {
    name: "OCSF: the status of a failure",
    apply: (record, random) => {
      const failure = number(2, random);
      const isId = random.chance(0.5);
      const value = isId
        ? random.pick([failure, array(literal(1), failure)])
        : random.pick<Tree>(["Failure", array("Success", "Failure")]);
      setField(record, isId ? "status_id" : "status", value, random);
    },
  },
  {
    name: "OCSF: an error",
    apply: (record, random) => {
      const [field, other] = random.shuffle([ERROR, MESSAGE]) as [string, string];
      setField(record, field, randomFailure(random), random);
      if (random.chance(0.3)) addField(record, field, randomBlank(random), random);
      if (random.chance(0.3)) setField(record, other, randomBlank(random), random);
    },
  },
  {
    name: "OCSF: a clause of another type, or missing, or under a path that is not its own",
    apply: (record, random) => {
      const { path, right } = random.pick(CLAUSES);
      const value = random.pick(right);
      const odd = [
        object(["value", value]),
        object([value, value]),
        literal(true),
        NULL,
        array(),
        array(object(["x", value])),
      ];
      removeField(record, path);
      if (random.chance(0.5)) setField(record, path, random.pick(odd), random);
      const paths = [
        `x.${path}`,
        `${path}.keyword`,
        path.toUpperCase(),
        path.replace(".", "_"),
        `${path} `,
        `.${path}`,
      ];
      if (random.chance(0.7)) record.members.push([random.pick([...paths, `event.${path}`]), value]);
    },
  },
  {
    name: "OCSF: api overridden by a later duplicate",
    apply: (record, random) => {
      for (const { path } of CLAUSES) removeField(record, path);
      record.members.push(
        ["api", object(["service", object(["name", PROVIDER])], ["operation", random.pick(ACTIONS)])],
        ["api", random.pick<Tree>([NULL, object(), "x", object(["operation", random.pick(ACTIONS)])])],
      );
    },
  },
  { name: "OCSF: fields of another schema beside it", apply: addOtherSchema },
];

/** Adds fields of ECS or raw CloudTrail: the record is then judged by that schema, whatever else it has. */
export function addOtherSchema(record: ObjectTree, random: Random): void {
  if (random.chance(0.5)) {
    setField(record, random.pick(["event.action", "event.provider", "event.outcome"]), randomText(random), random);
    return;
  }
  record.members.unshift(["eventName", random.pick(NEAR_MISSES.action)]);
  record.members.push(["eventSource", random.pick(NEAR_MISSES.provider)]);
}
