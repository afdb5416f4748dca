/** The last eight bytes that are looked at of a name, as words. */

/** `sableKey`, of DisableKey. */
export const SABLE_KEY: u64 = 0x79654b656c626173;
/** `eduleKey`, of ScheduleKeyDeletion. */
export const EDULE_KEY: u64 = 0x79654b656c756465;
