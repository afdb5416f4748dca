-- Never the matches alone: what is unread is none of them.
SELECT count() AS records, sum(keyward_count(line)) AS matches, countIf(keyward_match(line) = 'unread') AS unread
FROM file('logs/*.json.gz', LineAsString, 'line String');
