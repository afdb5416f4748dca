/** The last eight bytes that are looked at of a name, and the key of an annotation, as words. */

/** `sableKey`, of DisableKey. */
export const SABLE_KEY: u64 = 0x79654b656c626173;
/** `eduleKey`, of ScheduleKeyDeletion. */
export const EDULE_KEY: u64 = 0x79654b656c756465;
/** `keyward`: seven bytes. */
export const KEYWARD: u64 = 0x6472617779656b;
