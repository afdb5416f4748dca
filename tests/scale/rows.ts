/** The rows of the table, in order. To add one, add a file in rows/ and a line here. */
import { clickHouse } from "./rows/clickhouse.js";
import { workerKilled } from "./rows/connect-workers.js";
import { brokerRestarted, leaderKilled } from "./rows/kafka-brokers.js";
import { memberFrozen, memberKilled } from "./rows/kafka-members.js";
import { throughput } from "./rows/kafka-throughput.js";
import { alertsRefused, poison } from "./rows/kafka-topics.js";
import { s3Consumers } from "./rows/s3-consumers.js";
import type { ScaleRow } from "./row.js";

export const ROWS: readonly ScaleRow[] = [
  memberKilled,
  memberFrozen,
  leaderKilled,
  brokerRestarted,
  poison,
  alertsRefused,
  s3Consumers,
  workerKilled,
  ...clickHouse,
  ...throughput,
];
