/**
 * A finding: an event with its verdict and details, as `scan` lists it and `triage` explains it. No Node imports: the HTML page
 * uses it too.
 */

/** The verdicts, strongest first (docs/reference/configuration.md). */
export const VERDICTS = ["match", "possible", "capped", "duplicate", "suppressed", "denied"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The actions of the built-in rule: each of them can cost a key. */
export const RULE_ACTIONS: readonly string[] = ["DisableKey", "ScheduleKeyDeletion"];

/** Who did it. */
export interface Actor {
  /** CloudTrail's `userIdentity.type`: IAMUser, AssumedRole, Root, AWSService, … */
  type?: string;
  arn?: string;
  /** The role of the session. */
  role?: string;
}

export interface Key {
  id?: string;
  arn?: string;
  /** Its state after the call: Disabled, PendingDeletion, PendingReplicaDeletion. */
  state?: string;
}

/** Fields that the annotation lacks, under CloudTrail's names; absent in the event means absent here. */
export interface Details {
  /** `userIdentity.principalId` */
  principal_id?: string;
  /** `userIdentity.userName` */
  user_name?: string;
  /** `userIdentity.accessKeyId` */
  access_key_id?: string;
  /** `userIdentity.accountId`: the caller's account. */
  caller_account?: string;
  /** `userIdentity.invokedBy`: the AWS service that made the call, itself or for someone. */
  invoked_by?: string;
  /** `userIdentity.sessionContext.sessionIssuer`: the role or user that issued the session. */
  session_issuer_type?: string;
  session_issuer_arn?: string;
  session_issuer_user_name?: string;
  /** `userIdentity.sessionContext.attributes.mfaAuthenticated` */
  mfa_authenticated?: string;
  /** `userIdentity.sessionContext.attributes.creationDate`: when the session began. */
  session_created?: string;
  /** `sessionCredentialFromConsole` */
  session_credential_from_console?: string;
  /** `eventType`: AwsApiCall, AwsVpceEvent, … */
  event_type?: string;
  /** `vpcEndpointId` */
  vpc_endpoint_id?: string;
  /** `requestParameters.keyId`: the key as the caller wrote it. */
  requested_key?: string;
  /** `sharedEventID`: the same in both accounts' copies of an event. */
  shared_event_id?: string;
  /** `requestID` */
  request_id?: string;
}

/** What an event says about its key and the key's state, for code that follows keys from event to event (src/status/). */
export interface KeyFields {
  /** `eventCategory` */
  category?: string;
  /** `serviceEventDetails.keyId` */
  service_key?: string;
  /** `responseElements.keyId`; for a new key, `keyMetadata.arn` or `keyMetadata.keyId`. */
  response_key?: string;
  /** `responseElements.keyMetadata`: `keyState` and `origin`. */
  birth_state?: string;
  birth_origin?: string;
  /** `keyMaterialId` in the response and in the request. */
  response_material?: string;
  request_material?: string;
  /** `requestParameters.replicaRegion` or `primaryRegion`. */
  other_region?: string;
}

/** An event with a verdict. Values are strings, as the event has them; fields that the event lacks are left out. */
export interface Finding {
  /** The file as it was named, or as it was found below a named folder. */
  file: string;
  /** The line on which its record begins, from 1. */
  line: number;
  /** Path of the event in the record: a JSON Pointer, with `#` where a string was decoded; "" is the record itself. */
  path: string;
  verdict: Verdict;
  /** The exception that applies. */
  exception?: { id: string; reason: string };
  /** Severity of a match. */
  severity?: string;
  risk_score?: number;
  /** The burst that it belongs to. */
  burst?: { keys: number; window_seconds: number };
  id?: string;
  time?: string;
  action?: string;
  account?: string;
  region?: string;
  actor?: Actor;
  /** `userIdentity.sessionContext.sourceIdentity`: for whom the session was started. */
  source_identity?: string;
  /** `userIdentity.onBehalfOf.userId`: the person in IAM Identity Center. */
  on_behalf_of?: string;
  source_ip?: string;
  user_agent?: string;
  vpc_endpoint?: string;
  key?: Key;
  pending_window_days?: number;
  deletion_date?: string;
  error_code?: string;
  error_message?: string;
  details: Details;
  /** Present only if the engine was created with `keyFields`. */
  key_fields?: KeyFields;
  /** The event itself, decoded if it is in a string. Present only if the engine was created with `texts`. */
  text?: Uint8Array;
}
