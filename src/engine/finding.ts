/** What an event with a verdict says, and where it stands: what `scan` lists and `triage` guides through. No imports of Node's: the HTML page has this too. */

/** The verdicts, from the strongest to the weakest (docs/reference/configuration.md). */
export const VERDICTS = ["match", "possible", "capped", "duplicate", "suppressed", "denied"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The actions of the rule that every module carries as it is built: by them a key is lost. */
export const RULE_ACTIONS: readonly string[] = ["DisableKey", "ScheduleKeyDeletion"];

/** Who did it. */
export interface Actor {
  /** CloudTrail's `userIdentity.type`: IAMUser, AssumedRole, Root, AWSService, … */
  type?: string;
  arn?: string;
  /** The role that the session is of. */
  role?: string;
}

export interface Key {
  id?: string;
  arn?: string;
  /** Its state after the call: Disabled, PendingDeletion, PendingReplicaDeletion. */
  state?: string;
}

/** What the annotation does not have, in CloudTrail's own words; what the event does not say is left out. */
export interface Details {
  /** `userIdentity.principalId` */
  principal_id?: string;
  /** `userIdentity.userName` */
  user_name?: string;
  /** `userIdentity.accessKeyId` */
  access_key_id?: string;
  /** `userIdentity.accountId`: the caller's account. */
  caller_account?: string;
  /** `userIdentity.invokedBy`: the AWS service on whose behalf, or that did it itself. */
  invoked_by?: string;
  /** `userIdentity.sessionContext.sessionIssuer`: the role or user that the session is of. */
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
  /** `sharedEventID`: the same in the copies of two accounts. */
  shared_event_id?: string;
  /** `requestID` */
  request_id?: string;
}

/** What an event says of its key and of what becomes of that, for those who follow keys from event to event (src/status/). */
export interface KeyFields {
  /** `eventCategory` */
  category?: string;
  /** `serviceEventDetails.keyId` */
  service_key?: string;
  /** `responseElements.keyId`, or of a new key `keyMetadata.arn` or `keyMetadata.keyId`. */
  response_key?: string;
  /** `responseElements.keyMetadata`: `keyState` and `origin`. */
  birth_state?: string;
  birth_origin?: string;
  /** `keyMaterialId` of the response and of the request. */
  response_material?: string;
  request_material?: string;
  /** `requestParameters.replicaRegion` or `primaryRegion`. */
  other_region?: string;
}

/** An event with a verdict. Values are as the event wrote them, as strings; what it does not say is left out. */
export interface Finding {
  /** The file as it was named, or found below what was named. */
  file: string;
  /** The line that its record begins on, from 1. */
  line: number;
  /** Where in the record it is: a JSON Pointer with `#` where a string was decoded; "" is the record itself. */
  path: string;
  verdict: Verdict;
  /** The exception that it falls under. */
  exception?: { id: string; reason: string };
  /** What it is worth, if it is a match. */
  severity?: string;
  risk_score?: number;
  /** The burst that it is part of. */
  burst?: { keys: number; window_seconds: number };
  id?: string;
  time?: string;
  action?: string;
  account?: string;
  region?: string;
  actor?: Actor;
  /** `userIdentity.sessionContext.sourceIdentity`: who the session was begun for. */
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
  /** Only where the engine was asked for it. */
  key_fields?: KeyFields;
  /** The event itself, decoded where it is in a string. Only where the engine was asked for it. */
  text?: Uint8Array;
}
