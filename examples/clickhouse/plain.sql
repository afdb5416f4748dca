-- The rule in plain SQL, for raw events in S3 log files alone.
SELECT _file AS file, count() AS matches
FROM file('logs/*.json.gz', LineAsString, 'line String')
ARRAY JOIN JSONExtractArrayRaw(line, 'Records') AS event
WHERE JSONExtractString(event, 'eventSource') = 'kms.amazonaws.com'
  AND JSONExtractString(event, 'eventName') IN ('DisableKey', 'ScheduleKeyDeletion')
  AND JSONExtractString(event, 'errorCode') = ''
GROUP BY file
ORDER BY file;
