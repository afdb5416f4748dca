/** The KMS key that the selected match is about: by its ARN in the response, the resources or the request. */
import { findKeyId } from "./key-arn";
import { detail, matchEnd } from "./matches";
import { Detail } from "./detail-paths";

let arn: usize = 0;
let id: usize = 0;

/** Finds the key of the selected match, for the functions below. */
export function findMatchKey(): void {
  const response = detail(Detail.RESPONSE_KEY);
  const request = detail(Detail.REQUEST_KEY);
  arn = response;
  id = keyIdIn(response);
  if (id == 0) {
    arn = detail(Detail.RESOURCE_ARN);
    id = keyIdIn(arn);
  }
  if (id == 0) {
    arn = request;
    id = keyIdIn(arn);
  }
  if (id != 0) return;
  // No ARN anywhere: what the event calls the key has to do.
  arn = 0;
  id = response != 0 ? response : request;
  if (id != 0) id += 1;
}

/** The value that is the key's ARN, or 0. */
export function keyArn(): usize {
  return arn;
}

/** Where the key's id begins inside a string, up to whose end it goes; 0 if the event names no key. */
export function keyId(): usize {
  return id;
}

function keyIdIn(value: usize): usize {
  return value == 0 ? 0 : findKeyId(value, matchEnd());
}
