-- Run once on each server. The module is next to this file, or in a server's user_files.
INSERT INTO system.webassembly_modules (name, code)
SELECT 'keyward', code FROM file('keyward.clickhouse.wasm', RawBLOB, 'code String');

-- '' nothing to report; 'match', 'possible', 'suppressed', 'denied'; 'unread': it names an action and could not be judged.
CREATE OR REPLACE FUNCTION keyward_match LANGUAGE WASM ABI BUFFERED_V1 FROM 'keyward'
ARGUMENTS (line String) RETURNS String
SETTINGS serialization_format = 'RowBinary', webassembly_udf_enable_fuel = false;

-- How many events of the record match; NULL where it is 'unread'.
CREATE OR REPLACE FUNCTION keyward_count LANGUAGE WASM ABI BUFFERED_V1 FROM 'keyward'
ARGUMENTS (line String) RETURNS Nullable(UInt32)
SETTINGS serialization_format = 'RowBinary', webassembly_udf_enable_fuel = false;
