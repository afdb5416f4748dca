-- The same for a trail's bucket. Narrow the path: only matching files are read.
SELECT _file AS file, keyward_match(line) AS verdict, keyward_count(line) AS matches
FROM s3('https://BUCKET.s3.eu-west-1.amazonaws.com/AWSLogs/*/CloudTrail/*/2026/03/*/*.json.gz', LineAsString, 'line String')
WHERE verdict != ''
ORDER BY file;
