/** Generates records by the thousand, each from the seed of the run and its index, so that every one can be reproduced. */
import { CORRUPTIONS } from "./corruptions.js";
import { addNoAnnotation, markAnnotated } from "./keyward-members.js";
import { CLAUSES, NEUTRAL, type Mutation } from "./mutations.js";
import { NEAR_MISS_MUTATIONS } from "./near-misses.js";
import { randomFor, type Random } from "./random.js";
import { NEAR_MISSES, randomBlank, randomFailure, randomKey, randomTree, rawMatch } from "./samples.js";
import { toEcsDotted, toEcsMixed, toEcsNested } from "./to-ecs.js";
import { spell } from "./tree-fields.js";
import { array, fromJson, object, writeTree, type ObjectTree, type Tree, type Writing } from "./tree.js";

/**
 * What the record was made to be. `match`, `near miss` and `already` are promises that the oracle must confirm; only the oracle
 * can judge the rest.
 */
export type Kind = "match" | "near miss" | "already" | "other event" | "wild" | "corrupt";

export interface Generated {
  kind: Kind;
  bytes: Uint8Array;
  /** The names of the changes that made it, in order. */
  made: string[];
}

export function generate(seed: number, index: number): Generated {
  const random = randomFor(seed, index);
  const kind = pickKind(random);
  const made: string[] = [];
  const shape = random.pick(["raw", "raw", "nested", "dotted", "mixed"] as const);
  const record = baseRecord(shape, random);
  made.push(shape);

  const mutate = (choices: readonly Mutation[], count: number): void => {
    const fitting = choices.filter(({ only }) => only === undefined || only === (shape === "raw" ? "raw" : "ecs"));
    for (; count > 0; count--) {
      const mutation = random.pick(fitting);
      mutation.apply(record, random);
      made.push(mutation.name);
    }
  };

  if (kind === "wild") {
    if (random.chance(0.6)) record.members.length = 0;
    scatter(record, random);
  } else {
    mutate(NEUTRAL, random.pick([0, 1, 1, 2, 2, 3, 4, 6]));
  }
  if (kind === "near miss") mutate(NEAR_MISS_MUTATIONS, 1);
  if (kind === "already") markAnnotated(record, random);
  else if (random.chance(0.04)) {
    addNoAnnotation(record, random);
    made.push("no annotation");
  }
  if (kind === "other event") becomeOther(record, random);

  let bytes = Buffer.from(writeTree(record, pickWriting(random), random));
  if (kind === "corrupt") {
    const corruption = random.pick(CORRUPTIONS);
    bytes = Buffer.from(corruption.apply(bytes, random));
    made.push(corruption.name);
  }
  return { kind, bytes: new Uint8Array(bytes), made };
}

function pickKind(random: Random): Kind {
  const roll = random.next();
  if (roll < 0.36) return "match";
  if (roll < 0.68) return "near miss";
  if (roll < 0.71) return "already";
  if (roll < 0.75) return "other event";
  return roll < 0.87 ? "wild" : "corrupt";
}

function pickWriting(random: Random): Writing {
  return {
    whitespace: random.pick([0, 0, 0, 0.1, 0.4]),
    escapes: random.pick([0, 0, 0.01, 0.05, 0.3, 1]),
  };
}

function baseRecord(shape: "raw" | "nested" | "dotted" | "mixed", random: Random): ObjectTree {
  const raw = rawMatch(random);
  const spelled = {
    raw: () => raw,
    nested: () => toEcsNested(raw),
    dotted: () => toEcsDotted(raw),
    mixed: () => toEcsMixed(raw, () => random.chance(0.5)),
  }[shape]();
  return fromJson(spelled) as ObjectTree;
}

/** Turns the record into one of another service or call, or into something without an event. */
function becomeOther(record: ObjectTree, random: Random): void {
  const names = random.pick([
    ["GetObject", "s3.amazonaws.com"],
    ["Decrypt", "kms.amazonaws.com"],
    ["DeleteRole", "iam.amazonaws.com"],
  ]);
  if (random.chance(0.3)) {
    record.members = [[randomKey(random), randomTree(random, 4)]];
    return;
  }
  record.members = record.members.filter(
    ([key]) => !/^(event|data_stream)\b/.test(key) && !/^event(Name|Source)$/.test(key),
  );
  record.members.push(["eventName", names[0] as string], ["eventSource", names[1] as string]);
}

/** Scatters the rule's fields over the record, right and wrong, in every spelling, over one another. */
function scatter(record: ObjectTree, random: Random): void {
  const odd = () => randomTree(random, 2);
  const or = (right: readonly Tree[], wrong: readonly Tree[]): Tree => {
    const value = random.chance(0.75) ? random.pick(right) : random.chance(0.5) ? random.pick(wrong) : odd();
    if (random.chance(0.85)) return value;
    return array(...random.shuffle([value, odd()]));
  };
  const fields: [string, () => Tree][] = [
    ...CLAUSES.map(({ path, right, wrong }): [string, () => Tree] => [path, () => or(right, wrong)]),
    ["data_stream.dataset", () => or(CLAUSES[3].right, CLAUSES[3].wrong)],
    ["eventName", () => or(CLAUSES[1].right, NEAR_MISSES.action)],
    ["eventSource", () => or(CLAUSES[0].right, NEAR_MISSES.provider)],
    ["errorCode", () => or([randomBlank(random)], [randomFailure(random)])],
    ["errorMessage", () => or([randomBlank(random)], [randomFailure(random)])],
    ["event.severity", odd],
    ["event.risk_score", odd],
    ["event", () => random.pick([odd(), object(), array(object())])],
    ["tags", odd],
    ["keyward", odd],
  ];
  const [wholeRaw, wholeEcs] = [random.chance(0.4), random.chance(0.6)];
  const sown = fields.filter(([path]) => {
    if (wholeRaw && (path === "eventName" || path === "eventSource")) return true;
    if (wholeEcs && CLAUSES.some((clause) => clause.path === path)) return true;
    return random.chance(path === "keyward" || path === "event" ? 0.05 : 0.2);
  });
  for (const [path, value] of random.shuffle(sown)) {
    // Half of the time merged into the last spelling: of two objects under one key, only the second would count.
    const [member] = spell(path, value(), random).members;
    if (member === undefined) continue;
    const last = record.members.findLast(([key]) => key === member[0]);
    if (last && random.chance(0.85)) merge(last, member[1], random);
    else record.members.push(member);
  }
}

/** Adds `value` to the member's value: merges it into an object, or appends it as an element. */
function merge(member: [string, Tree], value: Tree, random: Random): void {
  const there = member[1];
  const bothObjects =
    typeof there === "object" && "members" in there && typeof value === "object" && "members" in value;
  if (bothObjects && random.chance(0.8)) there.members.push(...value.members);
  else if (typeof there === "object" && "items" in there) there.items.push(value);
  else member[1] = array(there, value);
}
