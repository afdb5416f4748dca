/** The KMS key that an event is about: by its ARN in the response, the resources or the request. */
import { Detail } from "./detail";
import { Finding } from "./finding";
import { findKeyId } from "./key-arn";

/** Notes the key by its ARN, or else its name, from the details. */
export function noteKey(finding: Finding): void {
  const response = finding.detail(Detail.RESPONSE_KEY);
  const request = finding.detail(Detail.REQUEST_KEY);
  if (
    takeArn(finding, response) ||
    takeArn(finding, finding.detail(Detail.RESOURCE_ARN)) ||
    takeArn(finding, request)
  ) {
    return;
  }
  // Without an ARN, take what the event calls the key.
  finding.keyArn = 0;
  const name = response != 0 ? response : request;
  finding.keyId = name == 0 ? name : name + 1;
}

/** Takes the key from the value at `value`, or 0. Returns whether that is the ARN of a key. */
function takeArn(finding: Finding, value: usize): bool {
  const id = value == 0 ? value : findKeyId(value, finding.end);
  finding.keyArn = value;
  finding.keyId = id;
  return id != 0;
}
