import { NOTICE_REASON, writeLostAlert, writeUnreadAlert } from "../../../assembly/abi/notices";
import { origin } from "../support/annotation";
import { place, textAt } from "../support/text";

const ENDING =
  ',"undo":"none","runbook":"https://github.com/keyward/keyward/blob/main/docs/how-to/runbook.md","keyward":{"verdict":"';

describe("writeUnreadAlert", () => {
  it("reports the record's length and the reason", () => {
    const record = place("foo");
    expect(textAt(writeUnreadAlert(record.start, record.length, NOTICE_REASON))).toBe(
      '{"text":"A record of 3 bytes names DisableKey or ScheduleKeyDeletion and could not be judged: it ' +
        NOTICE_REASON +
        '.","summary":"A record names DisableKey or ScheduleKeyDeletion and could not be judged","severity":"medium",' +
        '"dedup_key":"keyward-dcb27518fed9d577"' +
        ENDING +
        'unread","bytes":3,"reason":"' +
        NOTICE_REASON +
        '","actions":["DisableKey","ScheduleKeyDeletion"]' +
        origin() +
        "}}",
    );
  });
});

describe("writeLostAlert", () => {
  it("has room for any length", () => {
    expect(textAt(writeLostAlert(4294967295))).toBe(
      '{"text":"A record of 4294967295 bytes was lost: the host had no memory to hand it to the filter; it may have named ' +
        'DisableKey or ScheduleKeyDeletion.","summary":"A record was lost: the host had no memory to hand it to the filter",' +
        '"severity":"medium","dedup_key":"keyward-cbf29ce484222325"' +
        ENDING +
        'lost","bytes":4294967295,"reason":"the host had no memory to hand the record to the filter",' +
        '"actions":["DisableKey","ScheduleKeyDeletion"]' +
        origin() +
        "}}",
    );
  });
});
