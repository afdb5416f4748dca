/**
 * What must not be said about a key: that it is in a state now, which no log shows. And what can happen to a finding's key
 * afterwards.
 */
import assert from "node:assert/strict";
import { BY_ROLE, BY_USER, KEY_ARN } from "./support.js";

const LATER = { ...BY_USER, eventTime: "2026-03-05T10:00:00Z", eventID: "e-2" };
export const ENABLED = { ...LATER, eventName: "EnableKey" };
export const CANCELLED = { ...LATER, eventName: "CancelKeyDeletion" };
export const DELETED = {
  ...LATER,
  eventName: "DeleteKey",
  eventType: "AwsServiceEvent",
  userIdentity: { accountId: "444455556666", invokedBy: "AWS Internal" },
  requestParameters: null,
  responseElements: null,
  resources: [{ ARN: KEY_ARN, type: "AWS::KMS::Key" }],
  eventTime: "2026-03-11T20:00:00Z",
};
export const SCHEDULED = { ...BY_ROLE, eventTime: "2026-03-05T10:00:00Z", responseElements: { keyId: KEY_ARN } };
export const OTHER = { ...LATER, eventName: "Decrypt", eventTime: "2026-03-12T00:00:00Z", requestParameters: null };

/** Claims that logs cannot support: that a key is in a state now. */
const CLAIMS = [
  /has been disabled/,
  /\bkey is (?:now |still )?(?:disabled|enabled|lost|deleted|gone|pending)/i,
  /cannot be used from now/,
  /is scheduled/,
  /still has replicas/,
  /every hour of it/i,
];
/** Sentences with such words that claim nothing: they state a condition, or what a call does. */
const CONDITIONS = [/While a key is disabled,/, /If the key is gone:/];

/** Asserts that a text, with each sentence on one line, claims no present state. */
export function assertNoClaim(text: string): void {
  const rest = CONDITIONS.reduce((left, condition) => left.replaceAll(new RegExp(condition, "g"), ""), text);
  for (const claim of CLAIMS) assert.doesNotMatch(rest, claim);
}
