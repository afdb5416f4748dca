import { OptionError } from "./option-error.js";

const MOST_JOBS = 256;

/** The number of threads that an option asks for; undefined where it is not given. Throws an OptionError. */
export function parseJobs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const jobs = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (jobs < 1 || jobs > MOST_JOBS) throw new OptionError("--jobs", text, `a number from 1 to ${MOST_JOBS}`);
  return jobs;
}
