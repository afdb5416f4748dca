/**
 * A finding: an event with its verdict and details, as one record in memory that is handed on by its address. Its
 * addresses are in the record or in claimed memory, and good until the record is done with.
 */
import { MAX_STEPS } from "../event/frames";
import { Detail } from "./detail";

/**
 * A step from the record to an event: the key's address, or 0; the index after it, or -1; and whether a string is
 * decoded then.
 */
@unmanaged
export class Step {
  key: usize;
  index: i32;
  isDecoded: bool;
}

/** Its details and steps follow its fields, as many as there can be. */
@unmanaged
export class Finding {
  /**
   * Where the event's object begins, and the end of the text that it is in: the record's, or that of a decoded string.
   */
  event: usize;
  end: usize;
  /** The schema of the event: a value of Schema. */
  schema: i32;
  /** Where the text that names the action begins, inside its string, whose end it goes to. */
  action: usize;
  /**
   * The value that is the key's ARN, or 0; and where the key's id begins, inside its string, whose end it goes to, or
   * 0.
   */
  keyArn: usize;
  keyId: usize;
  /** The verdict on the event: a value of Verdict. */
  verdict: i32;
  /** The exception that it falls under, an object in the configuration, or 0. */
  exception: usize;
  /** Distinct keys of the burst that it is part of, or 0; and whether it begins or raises that burst. */
  burst: i32;
  raisesBurst: bool;
  /**
   * The strings with the request and the response of an OCSF event, and the objects that they were decoded to; or 0.
   */
  requestText: usize;
  responseText: usize;
  requestObject: usize;
  responseObject: usize;
  stepCount: i32;

  /** Returns the value of a detail, a string or a number, or 0. */
  detail(detail: i32): usize {
    return load<usize>(this.slotOf(detail));
  }

  /** Returns where that address is kept. */
  @inline
  slotOf(detail: i32): usize {
    return changetype<usize>(this) + offsetof<Finding>() + ((<usize>detail) << 2);
  }

  /** Returns the account that lost the key, else that of the caller, or 0. */
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
