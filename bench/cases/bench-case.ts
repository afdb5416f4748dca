/** Records with a known number of matches. */
export interface BenchCase {
  name: string;
  /** One record each, without newlines. */
  records: readonly Buffer[];
  /** Number of matching records. */
  matches: number;
}

/** Returns the size of all records in bytes, without newlines. */
export function totalBytes({ records }: Pick<BenchCase, "records">): number {
  return records.reduce((sum, record) => sum + record.length, 0);
}

/** Returns the records as NDJSON, each followed by a newline. */
export function toNdjson(records: readonly Buffer[]): Buffer {
  const newline = Buffer.from("\n");
  return Buffer.concat(records.flatMap((record) => [record, newline]));
}
