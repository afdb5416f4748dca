package io.github.keyward.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeywardTransformTest {
    private static final String HEAD = "{\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"DisableKey\"";
    private static final String MATCH = HEAD + "}";
    private static final String OTHER = "{\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"Decrypt\"}";

    @TempDir
    Path folder;

    private static KeywardTransform<SourceRecord> transform(Map<String, String> settings) {
        KeywardTransform<SourceRecord> transform = new KeywardTransform<>();
        transform.configure(settings);
        return transform;
    }

    private static SourceRecord record(Object value) {
        Schema schema = value instanceof String ? Schema.STRING_SCHEMA : Schema.OPTIONAL_BYTES_SCHEMA;
        ConnectHeaders headers = new ConnectHeaders();
        headers.addString("trail", "main");
        return new SourceRecord(
                Map.of("p", 1), Map.of("o", 2), "logs", 3, Schema.STRING_SCHEMA, "key", schema, value, 1234L, headers);
    }

    private static String verdict(SourceRecord record) {
        Header header = record.headers().lastWithName("keyward_verdict");
        return header == null ? null : (String) header.value();
    }

    private static String bytes(SourceRecord record) {
        return new String((byte[]) record.value(), UTF_8);
    }

    @Test
    void annotatesAMatchAndTouchesNothingElseOfTheRecord() {
        for (String mode : List.of("tag", "keep")) {
            KeywardTransform<SourceRecord> transform = transform(Map.of("mode", mode));
            SourceRecord record = record(MATCH.getBytes(UTF_8));
            SourceRecord result = transform.apply(record);
            assertTrue(bytes(result).startsWith(HEAD + ",\"tags\":[\"aws-kms-key-loss\"]"), bytes(result));
            assertEquals("match", verdict(result));
            assertEquals("1", result.headers().lastWithName("keyward_matches").value());
            assertEquals("main", result.headers().lastWithName("trail").value());
            assertEquals(1, record.headers().size(), "the headers of the record that came in are its own");
            SourceRecord back = result.newRecord(
                    "logs", 3, Schema.STRING_SCHEMA, "key", Schema.OPTIONAL_BYTES_SCHEMA, record.value(), 1234L, record.headers());
            assertEquals(record, back);
            assertEquals(record.valueSchema(), result.valueSchema());
            assertEquals(List.of("logs", 3, "key", 1234L), List.of(result.topic(), result.kafkaPartition(), result.key(), result.timestamp()));
        }
    }

    @Test
    void givesAStringForAStringAsItGivesBytesForBytes() {
        KeywardTransform<SourceRecord> transform = transform(Map.of());
        for (String text : List.of(MATCH, HEAD + ",\"userAgent\":\"\u00fc\u20ac\ud83d\udd11\"}")) {
            SourceRecord result = transform.apply(record(text));
            assertEquals(bytes(transform.apply(record(text.getBytes(UTF_8)))), result.value());
            assertTrue(((String) result.value()).contains(text.substring(0, text.length() - 1)));
            assertEquals(Schema.STRING_SCHEMA, result.valueSchema());
        }
        String half = HEAD + ",\"userAgent\":\"\ud83d\"}";
        SourceRecord result = transform.apply(record(half));
        assertEquals(List.of(half, "unread"), List.of(result.value(), verdict(result)));
    }

    @Test
    void passesWhatIsNoMatchAndDropsItWithKeep() {
        SourceRecord other = record(OTHER.getBytes(UTF_8));
        assertSame(other, transform(Map.of("mode", "tag")).apply(other));
        assertNull(transform(Map.of("mode", "keep")).apply(other));
    }

    @Test
    void passesTombstonesAndOtherTypesInBothModes() {
        for (String mode : List.of("tag", "keep")) {
            KeywardTransform<SourceRecord> transform = transform(Map.of("mode", mode));
            for (Object value : new Object[] {null, 7, Map.of("eventName", "DisableKey"), List.of()}) {
                SourceRecord record = record(value);
                assertSame(record, transform.apply(record));
            }
        }
    }

    @Test
    void passesWhatCouldNotBeJudgedInBothModesAndSaysSo() {
        for (String mode : List.of("tag", "keep")) {
            KeywardTransform<SourceRecord> transform = transform(Map.of("mode", mode));
            byte[] cut = MATCH.substring(0, MATCH.length() - 1).getBytes(UTF_8);
            SourceRecord result = transform.apply(record(cut));
            assertSame(cut, result.value());
            assertEquals("unread", verdict(result));
            assertNull(result.headers().lastWithName("keyward_matches"));
            // What is not JSON and names no action passes: it was not understood either.
            SourceRecord text = record("not json".getBytes(UTF_8));
            assertSame(text, transform.apply(text));
        }
    }

    @Test
    void replacesTheHeadersThatAnEarlierOneWrote() {
        KeywardTransform<SourceRecord> transform = transform(Map.of());
        SourceRecord record = record(MATCH);
        record.headers().addString("keyward_verdict", "old").addString("keyward_matches", "9");
        SourceRecord result = transform.apply(record);
        assertEquals(3, result.headers().size());
        assertEquals(List.of("match", "1"), List.of(verdict(result), result.headers().lastWithName("keyward_matches").value()));
    }

    @Test
    void worksOnTheRecordsOfSinks() {
        KeywardTransform<SinkRecord> transform = new KeywardTransform<>();
        transform.configure(Map.of());
        SinkRecord record = new SinkRecord("logs", 0, null, null, null, MATCH, 42);
        SinkRecord result = transform.apply(record);
        assertEquals(42, result.kafkaOffset());
        assertEquals("match", result.headers().lastWithName("keyward_verdict").value());
    }

    @Test
    void takesItsConfigurationFromAFileOrFromTheSettings() throws IOException {
        String config = "{\"exceptions\":[{\"id\":\"x\",\"reason\":\"r\",\"when\":{\"region\":[\"r\"]}}]}";
        Path file = Files.writeString(folder.resolve("keyward.json"), config);
        byte[] expected = (HEAD + ",\"awsRegion\":\"r\"}").getBytes(UTF_8);
        for (Map<String, String> settings : List.of(Map.of("config", config), Map.of("config.file", file.toString()))) {
            assertEquals("suppressed", verdict(transform(settings).apply(record(expected))));
        }
        assertEquals("match", verdict(transform(Map.of()).apply(record(expected))));
    }

    @Test
    void remembersEarlierMatchesATaskForItself() {
        Map<String, String> settings = Map.of("config", "{\"duplicates\":{\"window_seconds\":60}}");
        byte[] event = (HEAD + ",\"eventID\":\"e\",\"eventTime\":\"2026-12-05T10:00:00Z\"}").getBytes(UTF_8);
        KeywardTransform<SourceRecord> task = transform(settings);
        assertEquals("match", verdict(task.apply(record(event))));
        assertEquals("duplicate", verdict(task.apply(record(event))));
        assertEquals("match", verdict(transform(settings).apply(record(event))));
    }

    @Test
    void refusesAWrongConfigurationAndSaysWhereWhatAndWhatToDo() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.json"), "{\"severity\":\"lo\",\"cap\":1}");
        String message = message(Map.of("config.file", file.toString()));
        assertTrue(message.contains(file.toString()) && message.contains("config.file"), message);
        assertTrue(message.contains("/severity: lo") && message.contains("/cap: 1"), message);
        assertTrue(message.contains("keyward check"), message);
        assertTrue(message(Map.of("config", "{")).contains("configuration config"));
        assertTrue(message(Map.of("config", "{}", "config.file", file.toString())).contains("give one of them"));
        assertTrue(message(Map.of("config.file", folder.resolve("none").toString())).contains("cannot be read on this worker"));
        assertTrue(message(Map.of("mode", "drop")).contains("tag, keep"));
    }

    @Test
    void refusesAModuleForAnotherHost() throws IOException {
        Path text = Files.writeString(folder.resolve("text.wasm"), "no module");
        Path empty = Files.write(folder.resolve("empty.wasm"), new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        for (Path path : List.of(text, empty)) {
            assertTrue(message(Map.of("module", path.toString())).contains("not a module for Kafka Connect"));
        }
    }

    private static String message(Map<String, String> settings) {
        return assertThrows(ConfigException.class, () -> transform(settings)).getMessage();
    }

    @Test
    void takesRecordsOfAnySizeAndGoesOnAfterOneThatIsTooLarge() {
        KeywardTransform<SourceRecord> transform = transform(Map.of("mode", "keep"));
        for (int size : new int[] {0, 1, 65_536, 1 << 20, 16 << 20}) {
            String text = HEAD + ",\"x\":\"" + "y".repeat(size) + "\"}";
            assertTrue(bytes(transform.apply(record(text.getBytes(UTF_8)))).startsWith(text.substring(0, text.length() - 1)));
        }
        byte[] huge = new byte[260 << 20];
        SourceRecord result = transform.apply(record(huge));
        assertSame(huge, result.value());
        assertEquals("unread", verdict(result));
        assertEquals("match", verdict(transform.apply(record(MATCH))));
    }

    /** A module with Keyward's interface whose tagRecord and keepRecord trap on a record of more than one byte. */
    @Test
    void passesTheRecordOnWhichTheModuleFailsAndGoesOnWithANewInstance() throws IOException {
        Path module = Files.write(folder.resolve("trap.wasm"), trappingModule());
        for (String mode : List.of("tag", "keep")) {
            KeywardTransform<SourceRecord> transform = transform(Map.of("module", module.toString(), "mode", mode));
            SourceRecord fine = record(new byte[] {1});
            assertSame(fine, transform.apply(fine));
            for (int time = 0; time < 12; time++) {
                byte[] value = {1, 2};
                SourceRecord result = transform.apply(record(value));
                assertSame(value, result.value());
                assertEquals("unread", verdict(result));
            }
            assertSame(fine, transform.apply(fine));
        }
    }

    @Test
    void isFoundByAWorkerAndSaysWhatItIs() {
        List<?> found = ServiceLoader.load(Transformation.class).stream()
                .map(ServiceLoader.Provider::type)
                .filter(KeywardTransform.class::equals)
                .toList();
        assertEquals(1, found.size());
        KeywardTransform<SourceRecord> transform = new KeywardTransform<>();
        assertNotNull(transform.version());
        assertEquals(
                List.of("config", "config.file", "mode", "module"),
                transform.config().names().stream().sorted().toList());
        assertFalse(transform.config().configKeys().values().stream().anyMatch(key -> key.documentation.isEmpty()));
    }

    @Test
    void isCompiledAndNotInterpreted() {
        KeywardTransform<SourceRecord> transform = transform(Map.of());
        byte[] match = (HEAD + ",\"x\":\"" + "y".repeat(1500) + "\"}").getBytes(UTF_8);
        for (int time = 0; time < 5_000; time++) transform.apply(record(match));
        // Processor time, which other programs hardly affect.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (int time = 0; time < 5_000; time++) transform.apply(record(match));
        double micros = (threads.getCurrentThreadCpuTime() - start) / 5e6;
        // Interpreted, it would be milliseconds.
        assertTrue(micros < 400, micros + " µs a match");
    }

    @Test
    void keepsTheBytesOfWhatItDoesNotAnnotate() {
        byte[] odd = {(byte) 0xff, 0, (byte) 0xfe, '{', '}'};
        KeywardTransform<SourceRecord> transform = transform(Map.of());
        assertArrayEquals(odd, (byte[]) transform.apply(record(odd)).value());
    }

    /** The trapping module in WASM's binary format; a function is the bytes of its body. */
    private static byte[] trappingModule() {
        byte[][] names = {
            "malloc".getBytes(UTF_8), "tagRecord".getBytes(UTF_8), "keepRecord".getBytes(UTF_8), "lengthOf".getBytes(UTF_8),
            "verdict".getBytes(UTF_8), "matchCount".getBytes(UTF_8), "unreadReason".getBytes(UTF_8), "configure".getBytes(UTF_8)
        };
        // (i32)->i32, (i32, i32)->i32, ()->i32
        byte[] types = {3, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 2, 0x7f, 0x7f, 1, 0x7f, 0x60, 0, 1, 0x7f};
        byte[] functions = {8, 0, 1, 1, 0, 2, 2, 2, 1};
        byte[] memory = {1, 0, 1};
        // i32.const 8
        byte[] eight = {4, 0, 0x41, 8, 0x0b};
        // i32.const 4: the address of a zero
        byte[] four = {4, 0, 0x41, 4, 0x0b};
        // if (length > 1) unreachable; the record
        byte[] trap = {13, 0, 0x20, 1, 0x41, 1, 0x4a, 0x04, 0x40, 0x00, 0x0b, 0x20, 0, 0x0b};
        byte[][] bodies = {eight, trap, trap, four, four, four, four, four};
        ByteArrayOutputStream exports = new ByteArrayOutputStream();
        exports.write(names.length + 1);
        export(exports, "memory".getBytes(UTF_8), 2, 0);
        for (int index = 0; index < names.length; index++) export(exports, names[index], 0, index);
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.write(bodies.length);
        for (byte[] body : bodies) code.writeBytes(body);
        ByteArrayOutputStream module = new ByteArrayOutputStream();
        module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        byte[][] sections = {types, functions, memory, exports.toByteArray(), code.toByteArray()};
        int[] ids = {1, 3, 5, 7, 10};
        for (int index = 0; index < ids.length; index++) {
            module.write(ids[index]);
            assertTrue(sections[index].length < 128);
            module.write(sections[index].length);
            module.writeBytes(sections[index]);
        }
        return module.toByteArray();
    }

    private static void export(ByteArrayOutputStream exports, byte[] name, int kind, int index) {
        exports.write(name.length);
        exports.writeBytes(name);
        exports.write(kind);
        exports.write(index);
    }
}
