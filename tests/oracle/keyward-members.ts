/** Members `keyward` to put into a record: annotations, with which it is left alone, and others. */
import type { Random } from "./random.js";
import { randomTree } from "./samples.js";
import { array, insertMember, literal, NULL, object, type ObjectTree, type Tree } from "./tree.js";

const VERDICTS = ["match", "possible", "capped", "duplicate", "suppressed", "denied"];

function annotation(random: Random): Tree {
  if (random.chance(0.1)) return object(["verdict", "lost"], ["bytes", literal(9)]);
  const verdict: [string, Tree] = ["verdict", random.pick(VERDICTS)];
  const events: [string, Tree] = ["events", random.chance(0.5) ? array() : array(object(["path", ""], verdict))];
  return object(...random.shuffle<[string, Tree]>([verdict, events, ["matches", literal(1)]]));
}

function noAnnotation(random: Random): Tree {
  const verdict = random.pick(VERDICTS);
  return random.pick<Tree>([
    NULL,
    object(),
    "match",
    literal(true),
    array(annotation(random)),
    object(["verdict", verdict]),
    object(["events", array()]),
    object(["verdict", verdict], ["events", object()]),
    object(["verdict", array(verdict)], ["events", array()]),
    object(["verdict", `${verdict} `], ["events", array()]),
    object(["verdict", "no match"], ["events", array()]),
    object(["verdict", "unread"], ["events", array()]),
    object(["Verdict", "lost"]),
    object(["keyward", annotation(random)]),
    object(["verdict", verdict], ["events", array()], ["events", NULL]),
  ]);
}

/** Marks the record as annotated: by the last of its members `keyward`. */
export function markAnnotated(record: ObjectTree, random: Random): void {
  record.members = record.members.filter(([key]) => key !== "keyward");
  insertMember(record, "keyward", annotation(random), random);
  if (random.chance(0.1)) insertMember(record, "keyward", randomTree(random, 1), random);
}

/** Adds members of that name that are not annotations, and so are renamed when the record is annotated. */
export function addNoAnnotation(record: ObjectTree, random: Random): void {
  insertMember(record, "keyward", noAnnotation(random), random);
  if (random.chance(0.2)) insertMember(record, "keyward", annotation(random), random);
  for (let name = "keyward_original"; random.chance(0.15); name += "_original") {
    insertMember(record, name, randomTree(random, 1), random);
  }
}
