package io.github.keyward.connect;

import com.dylibso.chicory.wasm.ChicoryException;
import io.github.keyward.connect.Matcher.Judgement;
import io.github.keyward.connect.Matcher.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tags records whose value is a CloudTrail event in which a KMS key is disabled or scheduled for deletion, in any envelope.
 *
 * <p>Values are {@code byte[]} or String, as ByteArrayConverter and StringConverter produce them. No record is lost: a tombstone,
 * a value of another type, and one that could not be judged pass unchanged, and so does one on which the module fails. An
 * exception would make Connect drop the record with {@code errors.tolerance=all}, and stop the task at it, again and again, with
 * {@code none}.
 *
 * <p>An instance belongs to one task, and so do the memories of {@code duplicates}, {@code cap} and {@code escalate}.
 */
public final class KeywardTransform<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

    /** The headers, named like the metadata of messages in other hosts. */
    static final String VERDICT_HEADER = "keyward_verdict";

    static final String MATCHES_HEADER = "keyward_matches";

    private static final String MODE = "mode";
    private static final String KEEP = "keep";
    private static final String CONFIG = "config";
    private static final String CONFIG_FILE = "config.file";
    private static final String MODULE = "module";

    private static final ConfigDef SETTINGS = new ConfigDef()
            .define(
                    MODE,
                    Type.STRING,
                    "tag",
                    ConfigDef.ValidString.in("tag", KEEP),
                    Importance.HIGH,
                    "tag annotates matches and passes all other records unchanged; keep also drops what was understood and is not a match.")
            .define(
                    CONFIG_FILE,
                    Type.STRING,
                    null,
                    Importance.MEDIUM,
                    "Keyward's configuration: a file on every worker, as keyward check reads it.")
            .define(CONFIG, Type.STRING, null, Importance.MEDIUM, "Keyward's configuration itself, in place of a file.")
            .define(
                    MODULE,
                    Type.STRING,
                    null,
                    Importance.LOW,
                    "A module in place of the one in the jar: a file on every worker, by keyward build --host kafka-connect.");

    private static final Logger LOG = LoggerFactory.getLogger(KeywardTransform.class);

    private final Tally unread = new Tally();
    private final Tally others = new Tally();
    private final Tally failures = new Tally();
    private boolean isKept;
    private byte[] config;
    private Matcher.Compiled compiled;
    /** Null after a failure, until the next record. */
    private Matcher matcher;

    @Override
    public ConfigDef config() {
        return SETTINGS;
    }

    @Override
    public String version() {
        String version = getClass().getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /** Reads the settings. Throws a ConfigException for the first one that is wrong: once started, all are in effect. */
    @Override
    public void configure(Map<String, ?> settings) {
        AbstractConfig given = new AbstractConfig(SETTINGS, settings, false);
        isKept = given.getString(MODE).equals(KEEP);
        // As written: its digest goes into annotations, and getString trims it.
        String inline = (String) given.originals().get(CONFIG);
        String file = given.getString(CONFIG_FILE);
        String module = given.getString(MODULE);
        if (inline != null && file != null) {
            throw new ConfigException(CONFIG, inline, CONFIG_FILE + " is given too; give one of them");
        }
        config = file != null ? read(CONFIG_FILE, file) : inline == null ? null : inline.getBytes(StandardCharsets.UTF_8);
        compiled = module == null ? Matcher.builtIn() : compile(module);
        matcher = new Matcher(compiled);
        String mistakes = matcher.configure(config);
        if (mistakes.isEmpty()) return;
        String name = file != null ? CONFIG_FILE : inline != null ? CONFIG : MODULE;
        throw new ConfigException(
                name,
                file != null ? file : inline != null ? inline : module,
                mistakes.replace("\n", "\n  ") + "\nCorrect it; keyward check FILE says the same, with lines. Without " + name + " the plain rule is in force.");
    }

    private static byte[] read(String name, String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException | IllegalArgumentException error) {
            throw new ConfigException(name, file, "cannot be read on this worker (" + error + "); give a file that each worker has");
        }
    }

    private static Matcher.Compiled compile(String module) {
        try {
            Matcher.Compiled compiled = Matcher.compile(read(MODULE, module));
            // A module for another host lacks a function or an import.
            new Matcher(compiled);
            return compiled;
        } catch (ChicoryException error) {
            throw new ConfigException(
                    MODULE,
                    module,
                    "not a module for Kafka Connect (" + error.getMessage() + "); use e.g. keyward build --host kafka-connect -o " + module);
        }
    }

    @Override
    public R apply(R record) {
        Object value = record.value();
        if (value == null) return record;
        if (value instanceof byte[] bytes) {
            Judgement judgement = judge(record, bytes);
            return withJudgement(record, judgement, judgement.annotated());
        }
        if (value instanceof String text) return applyToText(record, text);
        if (others.isToTell()) {
            LOG.warn(
                    "keyward: {} passed unchanged, not looked at: the value of the last one, in {}, is a {}. Use ByteArrayConverter or StringConverter as value.converter",
                    others.counted("record"),
                    placeOf(record),
                    value.getClass().getName());
        }
        return record;
    }

    private R applyToText(R record, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Judgement judgement = judge(record, bytes);
        if (judgement.outcome() != Outcome.ANNOTATED) return withJudgement(record, judgement, null);
        // With an unpaired surrogate, the text changes in UTF-8.
        if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            return withJudgement(record, tellUnread(record, bytes, Judgement.unread("is not well-formed Unicode")), null);
        }
        return withJudgement(record, judgement, new String(judgement.annotated(), StandardCharsets.UTF_8));
    }

    /** Returns the record after the judgement; null if it is dropped. */
    private R withJudgement(R record, Judgement judgement, Object annotated) {
        return switch (judgement.outcome()) {
            case UNCHANGED -> record;
            case DROPPED -> null;
            case UNREAD -> with(record, record.value(), judgement);
            case ANNOTATED -> with(record, annotated, judgement);
        };
    }

    private R with(R record, Object value, Judgement judgement) {
        Headers headers = record.headers().duplicate();
        headers.remove(VERDICT_HEADER).addString(VERDICT_HEADER, judgement.verdict());
        headers.remove(MATCHES_HEADER);
        if (judgement.outcome() == Outcome.ANNOTATED) headers.addString(MATCHES_HEADER, Integer.toString(judgement.matches()));
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                value,
                record.timestamp(),
                headers);
    }

    private Judgement judge(R record, byte[] bytes) {
        try {
            if (matcher == null) matcher = configured();
            Judgement judgement = matcher.judge(bytes, isKept);
            return judgement.outcome() == Outcome.UNREAD ? tellUnread(record, bytes, judgement) : judgement;
        } catch (RuntimeException | StackOverflowError error) {
            matcher = null;
            if (failures.isToTell()) {
                LOG.error(
                        "keyward: the module failed, {} so far; the record of {} bytes in {} passed unchanged, with the header {}: {}. A new instance goes on, which remembers nothing of earlier matches. Please report it with the record",
                        failures.counted("time"),
                        bytes.length,
                        placeOf(record),
                        VERDICT_HEADER,
                        Matcher.UNREAD,
                        error);
            }
            return Judgement.unread("made the module fail");
        }
    }

    /** Creates an instance with the configuration, which has been accepted before. */
    private Matcher configured() {
        Matcher made = new Matcher(compiled);
        String mistakes = made.configure(config);
        if (!mistakes.isEmpty()) throw new IllegalStateException(mistakes);
        return made;
    }

    private Judgement tellUnread(R record, byte[] bytes, Judgement judgement) {
        if (unread.isToTell()) {
            LOG.warn(
                    "keyward: {} could not be judged and passed unchanged, with the header {}: {}. The last one, of {} bytes in {}, {}",
                    unread.counted("record"),
                    VERDICT_HEADER,
                    Matcher.UNREAD,
                    bytes.length,
                    placeOf(record),
                    judgement.reason());
        }
        return judgement;
    }

    private String placeOf(R record) {
        return "topic " + record.topic() + ", partition " + record.kafkaPartition();
    }

    @Override
    public void close() {
        matcher = null;
    }

    /** Counts reports, to log only the first, the tenth, the hundredth and so on, so that they do not fill the log. */
    private static final class Tally {
        private long count = 0;
        private long next = 1;

        boolean isToTell() {
            count++;
            if (count < next) return false;
            next *= 10;
            return true;
        }

        String counted(String what) {
            return count + " " + what + (count == 1 ? "" : "s");
        }
    }
}
