/** A configuration with many exceptions, none of which applies to the generated events. */

/** Returns a configuration with `count` exceptions, each with its own id, patterns, a network and a window. */
export function manyExceptions(count: number): Buffer {
  const exceptions = Array.from({ length: count }, (_, index) => ({
    id: `team-${index}`,
    reason: `Team ${index} removes what it made itself`,
    when: {
      "actor.arn": [`arn:aws:sts::444455556666:assumed-role/team-${index}-*/*`],
      account: ["444455556666"],
      source_ip: [`198.51.100.${index % 256}/32`],
    },
    from: "2026-01-01T00:00:00Z",
    until: "2026-12-31T00:00:00Z",
  }));
  return Buffer.from(JSON.stringify({ exceptions, denied: "annotate" }));
}
