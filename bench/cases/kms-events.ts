/**
 * Raw KMS events as CloudTrail logs them, 0.9 to 1.8 KB each, from made-up accounts. Calls that services make all day (Decrypt,
 * GenerateDataKey, Encrypt, DescribeKey) do not match; those that lose a key do.
 */
import { Random } from "./random.js";

const QUIET_CALLS = [
  "Decrypt",
  "Decrypt",
  "Decrypt",
  "GenerateDataKey",
  "GenerateDataKey",
  "Encrypt",
  "DescribeKey",
] as const;
const LOSS_CALLS = ["DisableKey", "ScheduleKeyDeletion"] as const;
const ACCOUNTS = ["111122223333", "444455556666", "123456789012"] as const;
const REGIONS = ["eu-west-1", "us-east-1", "eu-central-1", "ap-southeast-2"] as const;
const SERVICES = [
  "s3.amazonaws.com",
  "ebs.amazonaws.com",
  "secretsmanager.amazonaws.com",
  "dynamodb.amazonaws.com",
] as const;
const ROLES = ["app-backend", "ci-teardown", "OrganizationAdmin", "etl-nightly"] as const;
const NETWORKS = ["192.0.2.", "198.51.100.", "203.0.113."] as const;
const USER_AGENTS = [
  "aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.4",
  "aws-sdk-java/2.31.70 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.141 lang/java#21.0.7",
  "s3.amazonaws.com",
] as const;

const START = Date.UTC(2026, 2, 4, 9);

type Details = Record<string, unknown>;

/** Yields an endless stream of calls that do not match. The same seed gives the same events. */
export function* quietEvents(seed: number): Generator<Buffer> {
  const random = new Random(seed);
  for (let index = 0; ; index++) {
    const name = random.pick(QUIET_CALLS);
    const event = eventOf(random, index, name, (keyArn) => quietDetails(random, name, keyArn));
    yield Buffer.from(JSON.stringify(event));
  }
}

/** Yields an endless stream of successful calls that disable a key or schedule its deletion. */
export function* matchingEvents(seed: number): Generator<Buffer> {
  const random = new Random(seed);
  for (let index = 0; ; index++) {
    const name = random.pick(LOSS_CALLS);
    const event = eventOf(random, index, name, (keyArn) => lossDetails(random, name, keyArn));
    yield Buffer.from(JSON.stringify(event));
  }
}

/** Yields an endless stream of the same calls, all denied: they contain the names but do not match. */
export function* deniedEvents(seed: number): Generator<Buffer> {
  const random = new Random(seed);
  for (let index = 0; ; index++) {
    const name = random.pick(LOSS_CALLS);
    const event = eventOf(random, index, name, (keyArn, actor) => ({
      errorCode: "AccessDenied",
      errorMessage: `User: ${actor} is not authorized to perform: kms:${name} on resource: ${keyArn}`,
      requestParameters: null,
      responseElements: null,
    }));
    yield Buffer.from(JSON.stringify(event));
  }
}

/** Returns the first records of a stream. */
export function take(stream: Generator<Buffer>, count: number): Buffer[] {
  return Array.from({ length: count }, () => stream.next().value as Buffer);
}

function eventOf(
  random: Random,
  index: number,
  eventName: string,
  details: (keyArn: string, actorArn: string) => Details,
): Details {
  const account = random.pick(ACCOUNTS);
  const region = random.pick(REGIONS);
  const keyArn = `arn:aws:kms:${region}:${account}:key/${random.uuid()}`;
  const identity = identityOf(random, account);
  const isQuiet = QUIET_CALLS.some((name) => name === eventName);
  return {
    eventVersion: "1.11",
    // A service makes a third of the quiet calls on its own account.
    userIdentity:
      isQuiet && random.below(3) === 0 ? { type: "AWSService", invokedBy: random.pick(SERVICES) } : identity,
    eventTime: timeText(START + index * 137),
    eventSource: "kms.amazonaws.com",
    eventName,
    awsRegion: region,
    sourceIPAddress: `${random.pick(NETWORKS)}${random.below(255)}`,
    userAgent: random.pick(USER_AGENTS),
    ...details(keyArn, identity.arn),
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: isQuiet,
    resources: [{ accountId: account, type: "AWS::KMS::Key", ARN: keyArn }],
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_256_GCM_SHA384",
      keyExchange: "X25519MLKEM768",
      clientProvidedHostHeader: `kms.${region}.amazonaws.com`,
    },
  };
}

function identityOf(random: Random, account: string): Details & { arn: string } {
  const role = random.pick(ROLES);
  const id = random.awsId("AROA");
  const session = `run-${1000 + random.below(9000)}`;
  return {
    type: "AssumedRole",
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: random.awsId("ASIA"),
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: id,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: timeText(START - random.below(3_600_000)), mfaAuthenticated: "false" },
    },
    invokedBy: random.pick(SERVICES),
  };
}

function quietDetails(random: Random, name: string, keyArn: string): Details {
  const bucket = `arn:aws:s3:::logs-${random.text(8, "abcdefghijklmnopqrstuvwxyz")}`;
  const context = {
    "aws:s3:arn": random.below(2) === 0 ? bucket : `${bucket}/2026/03/04/${random.uuid()}.parquet`,
  };
  const byName: Record<string, Details> = {
    Decrypt: { encryptionContext: context, encryptionAlgorithm: "SYMMETRIC_DEFAULT", keyId: keyArn },
    GenerateDataKey: { encryptionContext: context, keySpec: "AES_256", keyId: keyArn },
    Encrypt: { encryptionContext: context, encryptionAlgorithm: "SYMMETRIC_DEFAULT", keyId: keyArn },
    DescribeKey: { keyId: keyArn },
  };
  return {
    requestParameters: byName[name] ?? null,
    responseElements: null,
    additionalEventData: { keyMaterialId: random.text(64, "0123456789abcdef") },
  };
}

function lossDetails(random: Random, name: string, keyArn: string): Details {
  const keyId = keyArn.slice(keyArn.indexOf("/") + 1);
  if (name === "DisableKey") return { requestParameters: { keyId }, responseElements: { keyId: keyArn } };
  const days = 7 + random.below(24);
  return {
    requestParameters: { keyId, pendingWindowInDays: days },
    responseElements: {
      keyId: keyArn,
      keyState: "PendingDeletion",
      deletionDate: "Apr 3, 2026, 9:41:57 AM",
      pendingWindowInDays: days,
    },
  };
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
