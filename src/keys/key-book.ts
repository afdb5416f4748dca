/** The lives of all keys, and their states according to the logs. */
import { isMultiRegion } from "../aws/aws-values.js";
import { weightOf } from "../engine/weight.js";
import type { KeyEvent } from "./key-event.js";
import { addEvent, addLife, isNew, newLife, type KeyLife } from "./key-life.js";
import { isUnique, nameKey } from "./key-name.js";
import { statusOf, type KeyStatus, type Surroundings } from "./key-status.js";
import { inOrderOfUrgency } from "./urgency.js";

export class KeyBook {
  /** Approximate size in bytes. */
  weight = 0;
  readonly #lives = new Map<string, KeyLife>();

  /** Adds an event, or returns why it cannot: it names no key, or `most` bytes are used up. A failed call changes nothing. */
  add(event: KeyEvent, most = Infinity): "no key" | "no room" | undefined {
    if (event.failed) return undefined;
    const name = nameKey(event);
    if (name === undefined) return "no key";
    let life = this.#lives.get(name.text);
    const isKept = life === undefined || isNew(life, event);
    if (isKept && this.weight > most) return "no room";
    if (life === undefined) {
      this.#lives.set(name.text, (life = newLife(name)));
      this.weight += weightOf(life);
    }
    if (isKept) this.weight += weightOf(event);
    addEvent(life, event);
    return undefined;
  }

  /** Adds what another book has on a key, and takes it over: there may be very many. */
  addLife(life: KeyLife): void {
    const known = this.#lives.get(life.name.text);
    if (known === undefined) this.#lives.set(life.name.text, life);
    else addLife(known, life);
  }

  /** Returns what is known about each key. */
  lives(): KeyLife[] {
    return [...this.#lives.values()];
  }

  /** Returns the status of each key that may be lost, most urgent first. */
  statuses(around: Omit<Surroundings, "relatedKeys">): KeyStatus[] {
    const lives = this.#merged();
    const families = familiesOf(lives);
    const relatedKeys = (life: KeyLife): (number | "alive")[] => related(life, families.get(familyOf(life)) ?? []);
    const surroundings = { ...around, relatedKeys };
    return inOrderOfUrgency(lives.map((life) => statusOf(life, surroundings)).filter((status) => status !== undefined));
  }

  /** Merges a key known by its id alone into the only key whose ARN has that id. */
  #merged(): KeyLife[] {
    const all = this.lives();
    if (all.every(({ name }) => name.arn !== undefined)) return all;
    const byId = new Map<string, KeyLife[]>();
    for (const life of all) {
      if (life.name.arn !== undefined) byId.set(life.name.id, [...(byId.get(life.name.id) ?? []), life]);
    }
    const merged = new Map<KeyLife, KeyLife>();
    const others: KeyLife[] = [];
    for (const life of all) {
      const same = byId.get(life.name.id) ?? [];
      const [whole, ...more] = life.name.arn === undefined && isUnique(life.name) ? same : [];
      if (whole === undefined || more.length > 0) {
        others.push(life);
        continue;
      }
      let joined = merged.get(whole);
      if (joined === undefined) {
        merged.set(whole, (joined = newLife(whole.name)));
        addLife(joined, whole);
      }
      addLife(joined, life);
    }
    return others.map((life) => merged.get(life) ?? life);
  }
}

/** Related multi-Region keys share id, account and partition. */
function familyOf({ name }: KeyLife): string {
  const [, partition, , , account] = (name.arn ?? "").split(":");
  return `${partition ?? ""} ${account ?? ""} ${name.id}`;
}

function familiesOf(lives: readonly KeyLife[]): Map<string, KeyLife[]> {
  const families = new Map<string, KeyLife[]>();
  for (const life of lives) {
    if (!isMultiRegion(life.name.id)) continue;
    const family = familyOf(life);
    families.set(family, [...(families.get(family) ?? []), life]);
  }
  return families;
}

/** Returns when the other keys of a family were deleted, including those of which only the region is known. */
function related(life: KeyLife, family: readonly KeyLife[]): (number | "alive")[] {
  const others = family.filter((other) => other !== life);
  const regions = new Set(others.map(regionOf));
  const named = [...new Set(family.flatMap(({ otherRegions }) => [...(otherRegions ?? [])]))].filter(
    (region) => region !== regionOf(life) && !regions.has(region),
  );
  return [...others.map(deletedAt), ...named.map((): "alive" => "alive")];
}

function deletedAt(life: KeyLife): number | "alive" {
  const deleted = life.last.get("DeleteKey")?.time;
  const created = life.last.get("CreateKey")?.time ?? -Infinity;
  return deleted === undefined || created > deleted ? "alive" : deleted;
}

function regionOf({ name }: KeyLife): string {
  return name.arn?.split(":")[3] ?? "";
}
