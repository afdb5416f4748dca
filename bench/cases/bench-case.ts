/** Records with a known answer. */
export interface BenchCase {
  name: string;
  /** One record each, without a newline. */
  records: readonly Buffer[];
  /** How many of them are matches. */
  matches: number;
}

/** The bytes of all records, newlines not counted. */
export function totalBytes({ records }: Pick<BenchCase, "records">): number {
  return records.reduce((sum, record) => sum + record.length, 0);
}

/** The records as NDJSON, with a newline after each. */
export function toNdjson(records: readonly Buffer[]): Buffer {
  const newline = Buffer.from("\n");
  return Buffer.concat(records.flatMap((record) => [record, newline]));
}
