/** How much of one record is held in memory. Tests use smaller ones. */
export interface Limits {
  /** The longest line that is judged, in bytes without its newline; a longer one passes in pieces. */
  lineBytes: number;
  /** The largest JSON document over several lines that is taken as one record, in bytes. */
  documentBytes: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = { lineBytes: 256 * MEBIBYTE, documentBytes: 256 * MEBIBYTE };
