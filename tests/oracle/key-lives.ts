/**
 * Lives of keys, generated from AWS's documentation of KMS (docs/reference/status.md), with their CloudTrail events, and what the events
 * that arrived say about each key. Written from the documentation alone, independently of src/status.
 */
import type { Random } from "./random.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const START = Date.parse("2026-01-05T08:00:00Z");
export const ACCOUNTS = ["111122223333", "444455556666", "999988887777"];
export const REGIONS = ["us-east-1", "eu-west-1", "eu-central-1", "ap-northeast-1"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** KMS's states of a key. */
type Truth = "Enabled" | "Disabled" | "PendingImport" | "PendingDeletion" | "PendingReplicaDeletion" | "Deleted";

/** An event as CloudTrail writes it, and what else the oracle knows about it. */
export interface LivedEvent {
  record: Record<string, unknown>;
  time: number;
  /** The key's ARN. */
  arn: string;
  call: string;
  failed: boolean;
  actor: string | undefined;
  /** For ScheduleKeyDeletion. */
  waits?: { forReplicas: boolean; days: number; stated: number | undefined };
  material?: string;
  /** For CreateKey: it has no key material yet. */
  isEmpty?: boolean;
  /** The event never arrived. */
  lost: boolean;
}

interface Key {
  arn: string;
  id: string;
  account: string;
  region: string;
  alias: string;
  isImported: boolean;
  isReplica: boolean;
  truth: Truth;
  /** When its waiting period ends; KMS deletes it within a day of that. */
  due: number;
  end: number;
  days: number;
  materials: Map<string, boolean>;
}

export interface Lives {
  events: LivedEvent[];
  /** The last state of each key, by ARN. */
  truths: Map<string, Truth>;
}

/**
 * Returns the life of a key, or of a multi-Region key in several regions, over some weeks, beginning within `days`. `loss`: the
 * probability that an event does not arrive.
 */
export function liveKey(random: Random, index: number, loss: number, days = 20): Lives {
  return new Family(random, index, loss, days).live();
}

class Family {
  readonly #random: Random;
  readonly #loss: number;
  readonly #keys: Key[] = [];
  readonly #events: LivedEvent[] = [];
  readonly #id: string;
  readonly #account: string;
  readonly #isMultiRegion: boolean;
  #now: number;
  #number = 0;

  constructor(random: Random, index: number, loss: number, days: number) {
    this.#random = random;
    this.#loss = loss;
    this.#isMultiRegion = random.chance(0.3);
    const hex = (length: number): string => Array.from({ length }, () => random.below(16).toString(16)).join("");
    const unique = index.toString(16).padStart(8, "0");
    this.#id = this.#isMultiRegion ? `mrk-${unique}${hex(24)}` : `${unique}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
    this.#account = random.pick(ACCOUNTS);
    this.#now = START + random.below(days * 24) * HOUR;
  }

  live(): Lives {
    const { below, pick } = {
      below: (end: number) => this.#random.below(end),
      pick: this.#random.pick.bind(this.#random),
    };
    this.#keys.push(this.#newKey(pick(REGIONS), this.#random.chance(0.3), false));
    // Some keys are older than the logs.
    if (this.#random.chance(0.5)) this.#create(this.#keys[0] as Key);
    for (let step = 3 + below(12); step > 0; step--) {
      this.#now += 1000 * (1 + below(below(4) === 0 ? 12 * 86_400 : 7200));
      this.#passTime();
      const key = pick(this.#keys);
      if (this.#random.chance(0.15)) this.#fail(key);
      else if (this.#random.chance(0.1)) this.#rename(key);
      else this.#act(key);
    }
    return { events: this.#events, truths: new Map(this.#keys.map(({ arn, truth }) => [arn, truth])) };
  }

  #newKey(region: string, isImported: boolean, isReplica: boolean): Key {
    const arn = `arn:aws:kms:${region}:${this.#account}:key/${this.#id}`;
    const truth = isImported ? "PendingImport" : "Enabled";
    const ids = { arn, id: this.#id, account: this.#account, region, alias: `alias/k${this.#random.below(1e6)}` };
    return { ...ids, isImported, isReplica, truth, due: Infinity, end: Infinity, days: 30, materials: new Map() };
  }

  /** Lets KMS delete what is due, within a day; a primary key's waiting period begins at the end of its last replica. */
  #passTime(): void {
    const due = this.#keys.filter(({ truth, end }) => truth === "PendingDeletion" && end <= this.#now);
    for (const key of due.sort((one, other) => one.end - other.end)) {
      const at = key.end;
      key.truth = "Deleted";
      this.#write(key, "DeleteKey", { time: at });
      for (const primary of this.#keys) {
        if (primary.truth !== "PendingReplicaDeletion" || this.#replicasOf(primary).length > 0) continue;
        primary.truth = "PendingDeletion";
        this.#setDue(primary, at + primary.days * DAY);
      }
    }
    if (due.length > 0) this.#passTime();
  }

  #setDue(key: Key, due: number): void {
    key.due = due;
    key.end = due + 1000 * this.#random.below(86_000);
  }

  #replicasOf(primary: Key): Key[] {
    return this.#keys.filter((key) => key !== primary && key.isReplica && key.truth !== "Deleted");
  }

  #create(key: Key): void {
    this.#write(key, "CreateKey", {
      isEmpty: key.isImported,
      responseElements: {
        keyMetadata: {
          aWSAccountId: key.account,
          keyId: key.id,
          arn: key.arn,
          keyState: key.isReplica ? "Creating" : key.truth,
          origin: key.isImported ? "EXTERNAL" : "AWS_KMS",
          enabled: key.truth === "Enabled",
        },
      },
      requestParameters: { keyUsage: "ENCRYPT_DECRYPT" },
    });
  }

  /** Makes one call that KMS allows in the key's state (KMS Developer Guide, "Key states of AWS KMS keys"). */
  #act(key: Key): void {
    const random = this.#random;
    switch (key.truth) {
      case "Enabled":
      case "Disabled": {
        const calls = ["DisableKey", "EnableKey", "ScheduleKeyDeletion", "ScheduleKeyDeletion"];
        if (key.isImported) calls.push("DeleteImportedKeyMaterial", "DeleteExpiredKeyMaterial", "ImportKeyMaterial");
        if (this.#isMultiRegion && !key.isReplica && key.truth === "Enabled")
          calls.push("ReplicateKey", "ReplicateKey");
        const call = random.pick(calls);
        this.#call(key, call);
        // Within one second, as scripts do.
        if (call === "DisableKey" && random.chance(0.3)) this.#call(key, "ScheduleKeyDeletion");
        return;
      }
      case "PendingImport":
        this.#call(key, random.pick(["ImportKeyMaterial", "ImportKeyMaterial", "ScheduleKeyDeletion"]));
        return;
      case "PendingDeletion":
      case "PendingReplicaDeletion": {
        if (key.isImported && random.chance(0.2)) this.#call(key, "DeleteImportedKeyMaterial");
        else if (random.chance(0.5)) {
          this.#call(key, "CancelKeyDeletion");
          if (![...key.materials.values()].includes(false) && random.chance(0.3)) this.#call(key, "EnableKey");
        }
        return;
      }
      case "Deleted":
        // A replica can be created again, with the same ARN.
        if (this.#isMultiRegion && key.isReplica) {
          const primary = this.#keys.find(({ isReplica }) => !isReplica);
          if (primary?.truth !== "Enabled") return;
          key.truth = key.isImported ? "PendingImport" : "Enabled";
          key.materials.clear();
          this.#replicate(primary, key);
        }
        return;
    }
  }

  #replicate(primary: Key, replica: Key): void {
    this.#write(primary, "ReplicateKey", { requestParameters: { keyId: primary.id, replicaRegion: replica.region } });
    this.#create(replica);
  }

  #call(key: Key, call: string): void {
    const random = this.#random;
    switch (call) {
      case "DisableKey":
        key.truth = "Disabled";
        break;
      case "EnableKey":
        key.truth = "Enabled";
        break;
      case "ScheduleKeyDeletion": {
        const asked = random.chance(0.2) ? undefined : 7 + random.below(24);
        key.days = asked ?? 30;
        const forReplicas = !key.isReplica && this.#replicasOf(key).length > 0;
        key.truth = forReplicas ? "PendingReplicaDeletion" : "PendingDeletion";
        this.#setDue(key, forReplicas ? Infinity : this.#now + key.days * DAY);
        const stated = forReplicas || random.chance(0.15) ? undefined : key.due;
        const responseElements = {
          keyId: key.arn,
          keyState: key.truth,
          ...(stated !== undefined && { deletionDate: writeDate(random, stated) }),
          ...(random.chance(0.5) && { pendingWindowInDays: key.days }),
        };
        this.#write(key, call, {
          waits: { forReplicas, days: key.days, stated },
          requestParameters: { keyId: this.#spell(key), ...(asked !== undefined && { pendingWindowInDays: asked }) },
          responseElements,
        });
        return;
      }
      case "CancelKeyDeletion":
        // KMS does not document a key without its material: here, it waits for it.
        key.truth = [...key.materials.values()].includes(false) ? "PendingImport" : "Disabled";
        this.#setDue(key, Infinity);
        break;
      case "DeleteImportedKeyMaterial":
      case "DeleteExpiredKeyMaterial": {
        const material = random.pick(["m1", "m1", "m2"]);
        key.materials.set(material, false);
        if (key.truth === "Enabled" || key.truth === "Disabled") key.truth = "PendingImport";
        const isKms = call === "DeleteExpiredKeyMaterial";
        this.#write(key, call, {
          material,
          requestParameters: isKms ? null : { keyId: this.#spell(key), keyMaterialId: material },
          responseElements: { keyId: key.arn, keyMaterialId: material },
        });
        return;
      }
      case "ImportKeyMaterial": {
        const missing = [...key.materials].filter(([, isThere]) => !isThere).map(([name]) => name);
        const material = missing.length > 0 ? random.pick(missing) : "m1";
        key.materials.set(material, true);
        if (key.truth === "PendingImport" && missing.length <= 1) key.truth = "Enabled";
        this.#write(key, call, { material, responseElements: { keyId: key.arn, keyMaterialId: material } });
        return;
      }
      case "ReplicateKey": {
        const region = random.pick(REGIONS);
        if (this.#keys.some((other) => other.region === region)) return;
        const replica = this.#newKey(region, key.isImported, true);
        this.#keys.push(replica);
        this.#replicate(key, replica);
        return;
      }
    }
    this.#write(key, call);
  }

  /** Makes a call that KMS refuses: it changes nothing. */
  #fail(key: Key): void {
    const call = this.#random.pick(["EnableKey", "DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion"]);
    const errorCode = this.#random.pick(["AccessDenied", "KMSInvalidStateException", "NotFoundException"]);
    this.#write(key, call, { failed: true, responseElements: null, errorCode, errorMessage: "refused" });
  }

  /** Gives the same key another alias. */
  #rename(key: Key): void {
    key.alias = `alias/k${this.#random.below(1e6)}`;
    this.#write(key, "UpdateAlias", { requestParameters: { aliasName: key.alias, targetKeyId: key.id } });
  }

  /** Returns what a caller may call a key; the response has the ARN in any case. */
  #spell({ id, arn, alias }: Key): string {
    return this.#random.pick([id, arn, alias]);
  }

  #write(
    key: Key,
    call: string,
    {
      time = this.#now,
      waits,
      failed = false,
      material,
      isEmpty,
      ...members
    }: Partial<LivedEvent> & Record<string, unknown> = {},
  ): void {
    const random = this.#random;
    const isKms = call === "DeleteKey" || call === "DeleteExpiredKeyMaterial";
    const actor = isKms ? undefined : `arn:aws:iam::${key.account}:user/${random.pick(["alice", "bob", "ci"])}`;
    const spelled = failed ? key.arn : this.#spell(key);
    // An id alone, or an ARN, or neither if the resources have it.
    const names = random.pick(["response", "resources", "both"]);
    const resources = [{ accountId: key.account, type: "AWS::KMS::Key", ARN: key.arn }];
    const record: Record<string, unknown> = {
      eventVersion: "1.08",
      userIdentity: isKms
        ? { accountId: key.account, invokedBy: "AWS Internal" }
        : { type: "IAMUser", arn: actor, accountId: key.account },
      eventTime: new Date(time).toISOString().replace(".000Z", "Z"),
      eventSource: "kms.amazonaws.com",
      eventName: call,
      awsRegion: key.region,
      requestParameters: isKms ? null : { keyId: spelled },
      responseElements: isKms || names === "resources" ? null : { keyId: key.arn },
      ...(names !== "response" || isKms ? { resources } : {}),
      eventID: `${key.id}-${key.region}-${this.#number++}`,
      eventType: isKms ? "AwsServiceEvent" : "AwsApiCall",
      recipientAccountId: key.account,
      ...members,
    };
    this.#events.push({
      record,
      time,
      arn: key.arn,
      call,
      failed,
      actor,
      ...(waits && { waits }),
      ...(material !== undefined && { material }),
      ...(isEmpty !== undefined && { isEmpty }),
      lost: random.chance(this.#loss),
    });
  }
}

/** Writes a `deletionDate` in one of the forms that were seen. */
function writeDate(random: Random, time: number): string | number {
  const date = new Date(time);
  const day = `${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  const hour = date.getUTCHours();
  const two = (part: number): string => String(part).padStart(2, "0");
  const rest = `${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const half = hour < 12 ? "AM" : "PM";
  return random.pick([
    `${day}, ${hour % 12 === 0 ? 12 : hour % 12}:${rest} ${half}`,
    `${day} ${hour === 0 ? 12 : hour}:${rest} ${half}`,
    date.toISOString(),
    `${date.toISOString().slice(0, 19)}.000000+00:00`,
    time / 1000,
    String(time / 1000),
  ]);
}

/** What can be said about a key. */
export interface Expected {
  state: string;
  since?: number;
  deadline?: { time: number; isComputed: boolean };
  actor?: string | undefined;
  /** Only an import during a pending deletion shows that it was cancelled: `unknown` is an equally good answer. */
  orUnknown?: true;
}

/**
 * Returns what the events that arrived say about each key, by ARN; without keys that nothing can have lost. `lastEvents`: the
 * time of the last event of any kind, by account and region.
 */
export function expectedStates(
  all: readonly LivedEvent[],
  lastEvents: ReadonlyMap<string, number>,
): Map<string, Expected> {
  const arrived = all.filter(({ lost, failed }) => !lost && !failed);
  const expected = new Map<string, Expected>();
  for (const arn of new Set(arrived.map((event) => event.arn))) {
    const own = arrived.filter((event) => event.arn === arn);
    if (own.every(({ call }) => HARMLESS.includes(call))) continue;
    const walk = new Walk();
    for (const event of own.sort((one, other) => one.time - other.time)) walk.take(event);
    expected.set(
      arn,
      walk.say(lastEvents.get(placeOf(arn)) ?? 0, () => lastReplicaOf(arn, arrived)),
    );
  }
  return expected;
}

/** After these, the state does not depend on the one before. */
const ABSOLUTE = ["CreateKey", "DisableKey", "EnableKey", "ScheduleKeyDeletion", "CancelKeyDeletion", "DeleteKey"];
const HARMLESS = ["CreateKey", "ReplicateKey", "ImportKeyMaterial", "UpdateAlias"];

/** Returns the account and region of a key. */
export function placeOf(arn: string): string {
  const [, , , region = "", account = ""] = arn.split(":");
  return `${account} ${region}`;
}

/** Goes through the events one by one. */
class Walk {
  #state: string | undefined;
  #cause: LivedEvent | undefined;
  #scheduled: LivedEvent | undefined;
  #orUnknown = false;
  readonly #materials = new Map<string, boolean>();

  take(event: LivedEvent): void {
    const isPending = this.#state?.startsWith("pending") === true;
    const isGone = this.#state === "deleted";
    if (event.call === "ImportKeyMaterial" && isPending) this.#orUnknown = true;
    else if (ABSOLUTE.includes(event.call)) this.#orUnknown = false;
    switch (event.call) {
      case "CreateKey":
        this.#materials.clear();
        this.#set(event.isEmpty === true ? "material deleted" : "enabled again", event);
        return;
      case "DisableKey":
        this.#set("disabled", event);
        return;
      case "EnableKey":
        this.#set("enabled again", event);
        return;
      case "ScheduleKeyDeletion":
        this.#scheduled = event;
        this.#set(event.waits?.forReplicas === true ? "pending replica deletion" : "pending deletion", event);
        return;
      case "CancelKeyDeletion":
        this.#set(this.#lacksMaterial() ? "unknown" : "cancelled", event);
        return;
      case "DeleteKey":
        this.#set("deleted", event);
        return;
      case "DeleteImportedKeyMaterial":
      case "DeleteExpiredKeyMaterial":
        this.#materials.set(event.material ?? "", false);
        if (!isPending) this.#set("material deleted", event);
        return;
      case "ImportKeyMaterial":
        this.#materials.set(event.material ?? "", true);
        if (this.#state === "material deleted") {
          if (!this.#lacksMaterial()) this.#set("enabled again", event);
        } else if (this.#state === "enabled again") this.#set("enabled again", event);
        else this.#set("unknown", event);
        return;
      case "ReplicateKey":
        if (isPending || isGone) this.#set("unknown", event);
        return;
    }
  }

  say(lastEvent: number, lastReplica: () => number | undefined): Expected {
    const state = this.#state ?? "unknown";
    const waits = this.#scheduled?.waits;
    if (state === "unknown") return { state };
    const actor = state === "deleted" ? (this.#scheduled ?? this.#cause)?.actor : this.#cause?.actor;
    const known = { state, since: this.#cause?.time ?? 0, actor, ...(this.#orUnknown && { orUnknown: true as const }) };
    if (state === "pending replica deletion") {
      const last = lastReplica();
      if (last === undefined || this.#scheduled === undefined) return known;
      const from = Math.max(last, this.#scheduled.time);
      return { ...known, deadline: { time: from + (waits?.days ?? 30) * DAY, isComputed: true } };
    }
    if (state !== "pending deletion" || this.#scheduled === undefined) return known;
    const computed = this.#scheduled.time + (waits?.days ?? 30) * DAY;
    const deadline = { time: waits?.stated ?? computed, isComputed: waits?.stated === undefined };
    // KMS takes at most a day longer; then its own event is due.
    return lastEvent > deadline.time + DAY ? { state: "unknown" } : { ...known, deadline };
  }

  #set(state: string, event: LivedEvent): void {
    this.#state = state;
    this.#cause = event;
  }

  #lacksMaterial(): boolean {
    return [...this.#materials.values()].includes(false);
  }
}

/** Returns when the last of a multi-Region key's other keys was deleted; undefined if the logs know one that was not, or none. */
function lastReplicaOf(arn: string, arrived: readonly LivedEvent[]): number | undefined {
  const id = arn.split("/")[1] ?? "";
  const family = arrived.filter((event) => event.arn.endsWith(`/${id}`));
  const regions = new Set<string>();
  for (const event of family) {
    regions.add(event.arn.split(":")[3] ?? "");
    const { replicaRegion } = (event.record.requestParameters ?? {}) as { replicaRegion?: string };
    if (replicaRegion !== undefined) regions.add(replicaRegion);
  }
  regions.delete(arn.split(":")[3] ?? "");
  const ends = [...regions].map((region) => {
    const own = family.filter((event) => event.arn.split(":")[3] === region);
    const ended = own.filter(({ call }) => call === "DeleteKey").map(({ time }) => time);
    const begun = own.filter(({ call }) => call === "CreateKey").map(({ time }) => time);
    const end = Math.max(...ended);
    return ended.length === 0 || Math.max(...begun, -Infinity) > end ? Infinity : end;
  });
  const last = Math.max(...ends);
  return ends.length === 0 || last === Infinity ? undefined : last;
}
