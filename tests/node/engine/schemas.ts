/** One event in each schema, as its own pipeline writes it: for tests that must read the same from all of them. */

const KEY_ID = "0a1b2c3d-1111-4222-8333-444455556666";
const KEY_ARN = `arn:aws:kms:eu-west-1:111122223333:key/${KEY_ID}`;
const ACTOR_ARN = "arn:aws:sts::111122223333:assumed-role/KeyAdmin/dana";
const ROLE_ARN = "arn:aws:iam::111122223333:role/KeyAdmin";

export const RAW = {
  eventVersion: "1.11",
  userIdentity: {
    type: "AssumedRole",
    principalId: "AROAEXAMPLE:dana",
    arn: ACTOR_ARN,
    accountId: "111122223333",
    accessKeyId: "ASIAEXAMPLEEXAMPLE01",
    invokedBy: "cloudformation.amazonaws.com",
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: "AROAEXAMPLE",
        arn: ROLE_ARN,
        accountId: "111122223333",
        userName: "KeyAdmin",
      },
      attributes: { creationDate: "2026-03-04T08:00:00Z", mfaAuthenticated: "false" },
    },
  },
  eventTime: "2026-03-04T09:33:08Z",
  eventSource: "kms.amazonaws.com",
  eventName: "ScheduleKeyDeletion",
  awsRegion: "eu-west-1",
  sourceIPAddress: "198.51.100.7",
  userAgent: "aws-cli/2.15.0",
  requestParameters: { keyId: KEY_ID, pendingWindowInDays: 7 },
  responseElements: { keyId: KEY_ARN, keyState: "PendingDeletion", deletionDate: "Mar 11, 2026, 9:33:08 AM" },
  requestID: "11111111-2222-4333-8444-555555555555",
  eventID: "66666666-7777-4888-8999-000000000000",
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
  sharedEventID: "99999999-aaaa-4bbb-8ccc-dddddddddddd",
  vpcEndpointId: "vpce-0123456789abcdef0",
  sessionCredentialFromConsole: "true",
};

/** What readDetails finds in it. */
export const DETAILS = {
  principal_id: "AROAEXAMPLE:dana",
  access_key_id: "ASIAEXAMPLEEXAMPLE01",
  caller_account: "111122223333",
  invoked_by: "cloudformation.amazonaws.com",
  session_issuer_type: "Role",
  session_issuer_arn: ROLE_ARN,
  session_issuer_user_name: "KeyAdmin",
  mfa_authenticated: "false",
  session_created: "2026-03-04T08:00:00Z",
  session_credential_from_console: "true",
  event_type: "AwsApiCall",
  vpc_endpoint_id: "vpce-0123456789abcdef0",
  requested_key: KEY_ID,
  shared_event_id: "99999999-aaaa-4bbb-8ccc-dddddddddddd",
  request_id: "11111111-2222-4333-8444-555555555555",
};

export const ECS = {
  "@timestamp": "2026-03-04T09:33:08.000Z",
  data_stream: { dataset: "aws.cloudtrail" },
  event: {
    dataset: "aws.cloudtrail",
    provider: "kms.amazonaws.com",
    action: "ScheduleKeyDeletion",
    outcome: "success",
    id: RAW.eventID,
  },
  cloud: { account: { id: "111122223333" }, region: "eu-west-1" },
  source: { address: "198.51.100.7", ip: "198.51.100.7" },
  user: { id: "AROAEXAMPLE:dana", name: "KeyAdmin" },
  user_agent: { original: "aws-cli/2.15.0" },
  aws: {
    cloudtrail: {
      event_type: "AwsApiCall",
      request_id: RAW.requestID,
      shared_event_id: RAW.sharedEventID,
      vpc_endpoint_id: RAW.vpcEndpointId,
      session_credential_from_console: "true",
      recipient_account_id: "111122223333",
      flattened: { request_parameters: RAW.requestParameters, response_elements: RAW.responseElements },
      user_identity: {
        type: "AssumedRole",
        arn: ACTOR_ARN,
        access_key_id: "ASIAEXAMPLEEXAMPLE01",
        invoked_by: "cloudformation.amazonaws.com",
        session_context: {
          creation_date: "2026-03-04T08:00:00Z",
          mfa_authenticated: "false",
          session_issuer: { type: "Role", arn: ROLE_ARN, principal_id: "AROAEXAMPLE", account_id: "111122223333" },
        },
      },
    },
  },
};

export const OCSF = {
  class_uid: 6003,
  status: "Success",
  status_id: 1,
  time: 1772616788000,
  time_dt: "2026-03-04T09:33:08Z",
  metadata: { uid: RAW.eventID, event_code: "AwsApiCall", version: "1.5.0" },
  cloud: { provider: "AWS", region: "eu-west-1", account: { uid: "111122223333" } },
  actor: {
    invoked_by: "cloudformation.amazonaws.com",
    session: { created_time_dt: "2026-03-04T08:00:00Z", is_mfa: false, issuer: ROLE_ARN },
    user: {
      account: { uid: "111122223333" },
      credential_uid: "ASIAEXAMPLEEXAMPLE01",
      type: "AssumedRole",
      uid: ACTOR_ARN,
      uid_alt: "AROAEXAMPLE:dana",
    },
  },
  api: {
    operation: "ScheduleKeyDeletion",
    service: { name: "kms.amazonaws.com" },
    request: { uid: RAW.requestID, data: RAW.requestParameters },
    response: { data: RAW.responseElements },
  },
  src_endpoint: { ip: "198.51.100.7", uid: RAW.vpcEndpointId },
  http_request: { user_agent: "aws-cli/2.15.0" },
  unmapped: {
    sharedEventID: RAW.sharedEventID,
    sessionCredentialFromConsole: "true",
    userIdentity: { sessionContext: { sessionIssuer: { type: "Role", userName: "KeyAdmin" } } },
  },
};

export const OTEL: Record<string, unknown> = {
  timeUnixNano: "1772616788000000000",
  "rpc.system": "AwsApiCall",
  "rpc.service": "kms.amazonaws.com",
  "rpc.method": "ScheduleKeyDeletion",
  "aws.cloudtrail.event_id": RAW.eventID,
  "aws.request_id": RAW.requestID,
  "aws.shared_event_id": RAW.sharedEventID,
  "aws.session.console": true,
  "source.address": "198.51.100.7",
  "user_agent.original": "aws-cli/2.15.0",
  "aws.principal.type": "AssumedRole",
  "aws.principal.arn": ACTOR_ARN,
  "aws.principal.id": "AROAEXAMPLE:dana",
  "aws.access_key.id": "ASIAEXAMPLEEXAMPLE01",
  "aws.user_identity.account_id": "111122223333",
  "aws.user_identity.invoked_by": "cloudformation.amazonaws.com",
  "aws.user_identity.session_context.attributes.mfa_authenticated": false,
  "aws.user_identity.session_context.attributes.creation_date": "2026-03-04T08:00:00Z",
  "aws.user_identity.session_context.issuer.type": "Role",
  "aws.user_identity.session_context.issuer.arn": ROLE_ARN,
  "aws.user_identity.session_context.issuer.user_name": "KeyAdmin",
  "aws.request.parameters": RAW.requestParameters,
  "aws.response.elements": RAW.responseElements,
};

/** Returns an object with each of its values, at any depth, under one dotted key. */
export function dotted(object: object, prefix = ""): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]: [string, unknown]) =>
      isObject(value) ? Object.entries(dotted(value, `${prefix}${name}.`)) : [[prefix + name, value]],
    ),
  );
}

/** Returns an object whose members are alternately unchanged, and joined with the keys of the object that they hold. */
export function mixed(object: object): Record<string, unknown> {
  let isJoined = false;
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]: [string, unknown]): [string, unknown][] => {
      if (!isObject(value)) return [[name, value]];
      isJoined = !isJoined;
      if (!isJoined) return [[name, mixed(value)]];
      return Object.entries(mixed(value)).map(([rest, inner]) => [`${name}.${rest}`, inner]);
    }),
  );
}

/** Puts every value, at any depth, into an array of its own. */
export function inArrays(value: unknown): unknown {
  if (!isObject(value)) return [value];
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, [inArrays(inner)]]));
}

/** Returns an object as an OTLP attribute list. */
export function otlp(object: object): unknown[] {
  return Object.entries(object).map(([key, value]: [string, unknown]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: unknown): object {
  if (isObject(value)) return { kvlistValue: { values: otlp(value) } };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value === "boolean") return { boolValue: value };
  return typeof value === "number" ? { intValue: String(value) } : { stringValue: value };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
