"""Stands in for S3 and SQS (moto), with a bucket that tells a queue of each log file, for as long as standard input is open.

Each argument is a file that is put into the bucket, under the name that CloudTrail gives to one, or to
a digest. Prints a line when all is there: the
address of the services, and the queue's address. When standard input ends, another one, once the queue is empty or after half a
minute: how many messages are in it, in flight or not.
"""

import json
import os
import pathlib
import sys
import time

import boto3
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"
FOLDER = "AWSLogs/111122223333/{}/eu-west-1/2026/03/04/"

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://{host}:{port}"
options = {"region_name": REGION, "endpoint_url": endpoint}
s3, sqs = boto3.client("s3", **options), boto3.client("sqs", **options)

visibility = {"VisibilityTimeout": os.environ.get("VISIBILITY_SECONDS", "30")}
queue = sqs.create_queue(QueueName="logs", Attributes=visibility)["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
s3.create_bucket(Bucket="logs", CreateBucketConfiguration={"LocationConstraint": REGION})
s3.put_bucket_notification_configuration(
    Bucket="logs",
    NotificationConfiguration={
        "QueueConfigurations": [
            {
                "QueueArn": arn,
                "Events": ["s3:ObjectCreated:*"],
                "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".json.gz"}]}},
            }
        ]
    },
)
# What S3 says when it is set up names no log file, and would come back for ever (docs/how-to/getting-events-in.md).
for message in sqs.receive_message(QueueUrl=queue)["Messages"]:
    assert json.loads(message["Body"])["Event"] == "s3:TestEvent", message["Body"]
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
for path in map(pathlib.Path, sys.argv[1:]):
    kind = "CloudTrail-Digest" if "CloudTrail-Digest" in path.name else "CloudTrail"
    s3.put_object(Bucket="logs", Key=FOLDER.format(kind) + path.name, Body=path.read_bytes())
print(json.dumps({"endpoint": endpoint, "queue": queue}), flush=True)

sys.stdin.read()
names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
for _ in range(60):
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
    left = sum(int(attributes[name]) for name in names)
    if left == 0:
        break
    time.sleep(0.5)
print(left, flush=True)
server.stop()
