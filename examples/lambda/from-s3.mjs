// Reads each log file that a notification of S3's names (from S3, SNS or EventBridge), and publishes its alerts.
// Both clients are in Lambda's own runtime for Node.
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { s3Handler } from "keyward/lambda";

const s3 = new S3Client({});
const sns = new SNSClient({});

export const handler = s3Handler({
  getObject: async (bucket, key) => (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body,
  onAlerts: async (alerts, source) => {
    // A message takes 256 KB; an alert has a few hundred bytes.
    for (let at = 0; at < alerts.length; at += 100) {
      const Subject = `Keyward: ${alerts.length} in ${source}`.slice(0, 100);
      const Message = alerts.slice(at, at + 100).map((alert) => JSON.stringify(alert)).join("\n");
      await sns.send(new PublishCommand({ TopicArn: process.env.TOPIC_ARN, Subject, Message }));
    }
  },
});
