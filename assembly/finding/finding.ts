/** A finding: an event that there is something to say about, as one record in memory that is handed on by its address. */
import { MAX_STEPS } from "../event/envelopes";
import { Detail } from "./detail";

/** A step of the way from the record to a place: the key, an address or 0, and after it an index, or -1; then whether a string is decoded. */
@unmanaged
export class Step {
  key: usize;
  index: i32;
  isDecoded: bool;
}

/** Its details and steps are after its fields, as many as there can be. */
@unmanaged
export class Finding {
  /** Where the event's object begins, and the end of the text that it is in: the record's, or that of a decoded string. */
  event: usize;
  end: usize;
  /** The schema that the event is written in: a value of Schema. */
  schema: i32;
  /** Where the text that names the action begins, inside its string, up to whose end it goes. */
  action: usize;
  /** The value that is the key's ARN, or 0; and where the key's id begins, inside its string, up to whose end it goes, or 0. */
  keyArn: usize;
  keyId: usize;
  /** The verdict on the event: a value of Verdict. */
  verdict: i32;
  /** The exception that it falls under, an object in the configuration, or 0. */
  exception: usize;
  /** Distinct keys of the burst that it is part of, or 0; and whether it begins or raises that. */
  burst: i32;
  raisesBurst: bool;
  /** The strings of an OCSF event that the request and the response are in, and where the objects in them were decoded to; or 0. */
  requestText: usize;
  responseText: usize;
  requestObject: usize;
  responseObject: usize;
  stepCount: i32;

  /** Where the value of a detail begins, a string or a number, or 0. */
  detail(detail: i32): usize {
    return load<usize>(this.slotOf(detail));
  }

  /** Where that address is kept. */
  @inline
  slotOf(detail: i32): usize {
    return changetype<usize>(this) + offsetof<Finding>() + ((<usize>detail) << 2);
  }

  /** The account that lost the key, else that of the caller. */
  account(): usize {
    const account = this.detail(Detail.ACCOUNT);
    return account != 0 ? account : this.detail(Detail.CALLER_ACCOUNT);
  }

  stepAt(index: i32): Step {
    return changetype<Step>(this.slotOf(Detail.COUNT) + <usize>index * offsetof<Step>());
  }
}

/** Bytes of a finding: its fields, its details, its steps. */
export const FINDING_SIZE: i32 = <i32>offsetof<Finding>() + (Detail.COUNT << 2) + MAX_STEPS * <i32>offsetof<Step>();
