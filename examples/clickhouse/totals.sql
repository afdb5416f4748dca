-- Never count the matches alone: unread records are not among them.
SELECT count() AS records, sum(keyward_count(line)) AS matches, countIf(keyward_match(line) = 'unread') AS unread
FROM file('logs/*.json.gz', LineAsString, 'line String');
