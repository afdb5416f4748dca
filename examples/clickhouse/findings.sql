-- Each log file in which there is something to report. Its name leads on: keyward scan FILE, keyward triage FILE.
SELECT _file AS file, keyward_match(line) AS verdict, keyward_count(line) AS matches
FROM file('logs/*.json.gz', LineAsString, 'line String')
WHERE verdict != ''
ORDER BY file;
