/** Changes to what the annotation is read from, which do not affect the verdict. */
import type { Mutation } from "./mutations.js";
import type { Random } from "./random.js";
import { KEY_NAMES, randomText, randomTree, randomWindow } from "./samples.js";
import { addField, setField } from "./tree-fields.js";
import { array, getMember, isObjectTree, object, removeMember, setMember, type ObjectTree, type Tree } from "./tree.js";

/** What the annotation is read from; none of these decides whether a record matches. */
const RAW_FACTS = [
  "eventID",
  "eventTime",
  "recipientAccountId",
  "awsRegion",
  "sourceIPAddress",
  "userAgent",
  "userIdentity",
  "userIdentity.type",
  "userIdentity.arn",
  "userIdentity.accountId",
  "userIdentity.sessionContext",
  "userIdentity.onBehalfOf",
  "vpcEndpointId",
  "responseElements",
  "responseElements.keyState",
  "responseElements.deletionDate",
  "requestParameters",
  "resources",
];
const ROLE = "arn:aws:iam::111122223333:role/KeyAdmin";
const FLATTENED = "aws.cloudtrail.flattened";
const ECS_FACTS = [
  "aws.cloudtrail.user_identity.session_context.session_issuer.arn",
  "aws.cloudtrail.user_identity.on_behalf_of.user_id",
  "aws.cloudtrail.vpc_endpoint_id",
  "event.id",
  "@timestamp",
  "cloud.account.id",
  "aws.cloudtrail.recipient_account_id",
  "cloud.region",
  "aws.cloudtrail.user_identity.type",
  "aws.cloudtrail.user_identity.arn",
  "source.ip",
  "source.address",
  "user_agent.original",
  `${FLATTENED}.response_elements.keyState`,
  `${FLATTENED}.response_elements.deletionDate`,
  "aws.cloudtrail.resources",
  "aws.cloudtrail.user_identity",
  "cloud",
  "source",
];

/** What names the key and its waiting period: in raw events, and below the flattened fields in ECS. */
const RESPONSE = ["responseElements", `${FLATTENED}.response_elements`] as const;
const REQUEST = ["requestParameters", `${FLATTENED}.request_parameters`] as const;

function isRaw(record: ObjectTree): boolean {
  return getMember(record, "eventName") !== undefined;
}

/** Sets a raw member where CloudTrail has it, through existing objects. */
function setRaw(record: ObjectTree, path: string, value: Tree): void {
  const [key, inner] = path.split(".") as [string, string?];
  const parent = getMember(record, key);
  if (inner === undefined) setMember(record, key, value);
  else if (isObjectTree(parent)) setMember(parent, inner, value);
  else setMember(record, key, object([inner, value]));
}

function setFact(
  record: ObjectTree,
  place: readonly [string, string],
  name: string,
  value: Tree,
  random: Random,
): void {
  if (isRaw(record)) setRaw(record, `${place[0]}.${name}`, value);
  else setField(record, `${place[1]}.${name}`, value, random);
}

export function oddFact(random: Random): Tree {
  return random.chance(0.5) ? randomText(random) : randomTree(random, 1);
}

export function keyName(random: Random): Tree {
  return random.chance(0.1) ? randomTree(random, 1) : random.pick(KEY_NAMES);
}

export const FACT_MUTATIONS: readonly Mutation[] = [
  {
    name: "odd values where the annotation reads",
    apply: (record, random) => {
      for (let count = 1 + random.below(4); count > 0; count--) {
        if (isRaw(record)) setRaw(record, random.pick(RAW_FACTS), oddFact(random));
        else setField(record, random.pick(ECS_FACTS), oddFact(random), random);
      }
    },
  },
  {
    name: "a second spelling of what the annotation reads",
    only: "ecs",
    apply: (record, random) => {
      const more = [REQUEST, RESPONSE].flatMap(([, path]) => [`${path}.keyId`, `${path}.pendingWindowInDays`]);
      const paths = [...ECS_FACTS, ...more, "aws.cloudtrail.resources.arn"];
      for (let count = 1 + random.below(3); count > 0; count--) {
        const value = random.pick([oddFact(random), keyName(random), randomWindow(random)]);
        addField(record, random.pick(paths), value, random);
      }
    },
  },
  {
    name: "a session, and whose it is",
    only: "raw",
    apply: (record, random) => {
      const issuer = object(["type", "Role"], ["arn", random.chance(0.7) ? ROLE : oddFact(random)]);
      const context = object(["sessionIssuer", random.chance(0.9) ? issuer : array(issuer)], ["attributes", object()]);
      if (random.chance(0.5)) context.members.push(["sourceIdentity", random.chance(0.7) ? "alice" : oddFact(random)]);
      setRaw(record, "userIdentity.sessionContext", context);
      if (random.chance(0.5)) setRaw(record, "userIdentity.onBehalfOf", object(["userId", oddFact(random)]));
      if (random.chance(0.5)) setRaw(record, "vpcEndpointId", random.chance(0.7) ? "vpce-1a2b" : oddFact(random));
    },
  },
  {
    name: "keys named in many ways",
    apply: (record, random) => {
      for (const place of [RESPONSE, REQUEST]) {
        if (random.chance(0.6)) setFact(record, place, "keyId", keyName(random), random);
      }
      if (random.chance(0.6)) return;
      const arn = isRaw(record) ? "ARN" : "arn";
      const resources = Array.from({ length: random.below(4) }, () => object([arn, keyName(random)]));
      const odd = random.chance(0.1) ? [randomTree(random, 2)] : [];
      const path = isRaw(record) ? "resources" : "aws.cloudtrail.resources";
      (isRaw(record) ? setRaw : setField)(record, path, array(...resources, ...odd), random);
    },
  },
  {
    name: "waiting periods of every type",
    apply: (record, random) => {
      setFact(record, REQUEST, "pendingWindowInDays", randomWindow(random), random);
      if (random.chance(0.6)) setFact(record, RESPONSE, "pendingWindowInDays", randomWindow(random), random);
    },
  },
  {
    name: "no account, no region",
    apply: (record) => {
      removeMember(record, "recipientAccountId");
      removeMember(record, "awsRegion");
    },
  },
];
