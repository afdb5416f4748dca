package io.github.keyward.connect;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * An instance of Keyward's module (interface: assembly/abi/kafka-connect.ts), for one thread. It remembers earlier matches if its
 * configuration asks for that.
 */
final class Matcher {

    /** What happened to a record. */
    enum Outcome {
        /** There is nothing to report: the record stays unchanged. */
        UNCHANGED,
        /** It is a match, or has another verdict: {@code annotated} replaces it. */
        ANNOTATED,
        /** It was read and does not match; only with {@code keep}. */
        DROPPED,
        /** It names an action of the rule and could not be judged because of {@code reason}: it stays unchanged. */
        UNREAD
    }

    /** What the module says about a record. Members that do not apply to the outcome are null or 0. */
    record Judgement(Outcome outcome, byte[] annotated, String verdict, int matches, String reason) {
        static final Judgement UNCHANGED = new Judgement(Outcome.UNCHANGED, null, null, 0, null);
        static final Judgement DROPPED = new Judgement(Outcome.DROPPED, null, null, 0, null);

        static Judgement unread(String reason) {
            return new Judgement(Outcome.UNREAD, null, UNREAD, 0, reason);
        }
    }

    /** The verdict on a record that could not be judged, as in all hosts. */
    static final String UNREAD = "unread";

    /** A module compiled to JVM code, which takes about a second; creating an instance takes a millisecond. */
    record Compiled(WasmModule module, Function<Instance, Machine> machines) {}

    private static final String RESOURCE = "/keyward.kafka-connect.wasm";
    private static Compiled builtIn;

    private final Memory memory;
    private final ExportFunction allocate;
    private final ExportFunction tag;
    private final ExportFunction keep;
    private final ExportFunction lengthOf;
    private final ExportFunction verdict;
    private final ExportFunction matchCount;
    private final ExportFunction unreadReason;
    private final ExportFunction configure;

    /** Creates an instance, with the plain rule until it is configured. */
    Matcher(Compiled compiled) {
        Instance instance = Instance.builder(compiled.module())
                .withMachineFactory(compiled.machines())
                .withMemoryFactory(ByteArrayMemory::new)
                .build();
        memory = instance.memory();
        allocate = instance.export("malloc");
        tag = instance.export("tagRecord");
        keep = instance.export("keepRecord");
        lengthOf = instance.export("lengthOf");
        verdict = instance.export("verdict");
        matchCount = instance.export("matchCount");
        unreadReason = instance.export("unreadReason");
        configure = instance.export("configure");
    }

    /** Returns the bundled module, compiled once for all tasks of a worker. */
    static synchronized Compiled builtIn() {
        if (builtIn == null) {
            try (InputStream bytes = Matcher.class.getResourceAsStream(RESOURCE)) {
                if (bytes == null) throw new IllegalStateException("the jar has no " + RESOURCE + "; npm run build before mvn package");
                builtIn = compile(bytes.readAllBytes());
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
        return builtIn;
    }

    /** Compiles a module. Throws a ChicoryException if it is not one. */
    static Compiled compile(byte[] bytes) {
        WasmModule module = Parser.parse(bytes);
        return new Compiled(
                module,
                // Interpreted code is twenty times slower: better to fail at once.
                MachineFactoryCompiler.builder(module).withInterpreterFallback(InterpreterFallback.FAIL).compile());
    }

    /**
     * Applies a configuration or, without one, the module's own. Call it before the first record. Returns its errors, a line
     * each; if there are any, do not use the instance.
     */
    String configure(byte[] config) {
        int block = 0;
        if (config != null) {
            block = call(allocate, config.length);
            if (block == 0) return "there is no memory for " + config.length + " bytes of configuration";
            memory.write(block, config);
        }
        int mistakes = call(configure, block, config == null ? 0 : config.length);
        return mistakes == 0 ? "there is no memory to list the mistakes" : memory.readCString(mistakes).strip();
    }

    /** Judges a record. If it throws, do not use the instance again. */
    Judgement judge(byte[] record, boolean isKept) {
        int block = call(allocate, record.length);
        if (block == 0) return Judgement.unread("needs more memory than there is");
        memory.write(block, record);
        // The next allocation frees the block.
        int result = call(isKept ? keep : tag, block, record.length);
        if (result == 0) return Judgement.DROPPED;
        if (result == block) {
            boolean isUnread = memory.read(call(verdict)) != 0;
            return isUnread ? Judgement.unread(memory.readCString(call(unreadReason))) : Judgement.UNCHANGED;
        }
        byte[] annotated = memory.readBytes(result, call(lengthOf, result));
        return new Judgement(Outcome.ANNOTATED, annotated, memory.readCString(call(verdict)), call(matchCount), null);
    }

    private static int call(ExportFunction function, long... parameters) {
        return (int) function.apply(parameters)[0];
    }
}
