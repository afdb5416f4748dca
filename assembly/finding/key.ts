/** The KMS key that an event is about: by its ARN in the response, the resources or the request. */
import { Detail } from "./detail";
import { Finding } from "./finding";
import { findKeyId } from "./key-arn";

/** Finds the key among the details. */
export function findKey(finding: Finding): void {
  const response = finding.detail(Detail.RESPONSE_KEY);
  const request = finding.detail(Detail.REQUEST_KEY);
  if (
    takeArn(finding, response) ||
    takeArn(finding, finding.detail(Detail.RESOURCE_ARN)) ||
    takeArn(finding, request)
  ) {
    return;
  }
  // No ARN anywhere: what the event calls the key has to do.
  finding.keyArn = 0;
  const name = response != 0 ? response : request;
  finding.keyId = name == 0 ? name : name + 1;
}

/** Takes the key from the value at `value`, if there is one and it is the ARN of a key. */
function takeArn(finding: Finding, value: usize): bool {
  const id = value == 0 ? value : findKeyId(value, finding.end);
  finding.keyArn = value;
  finding.keyId = id;
  return id != 0;
}
