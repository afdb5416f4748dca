-- Each log file with something to report. Look closer with keyward scan FILE and keyward triage FILE.
SELECT _file AS file, keyward_match(line) AS verdict, keyward_count(line) AS matches
FROM file('logs/*.json.gz', LineAsString, 'line String')
WHERE verdict != ''
ORDER BY file;
