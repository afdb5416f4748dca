/** Counts for no records. */
import type { Counts } from "#keyward/records/counts.js";

export const NO_COUNTS: Counts = {
  records: 0,
  matches: 0,
  marked: {},
  dropped: 0,
  notJson: 0,
  cutOff: 0,
  tooLarge: 0,
  failed: 0,
  unread: 0,
  annotated: 0,
};
