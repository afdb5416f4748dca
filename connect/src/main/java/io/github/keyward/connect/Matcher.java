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
 * An instance of Keyward's module (assembly/abi/kafka-connect.ts has its interface), for one thread. It remembers earlier matches where its
 * configuration asks for that.
 */
final class Matcher {

    /** What became of a record. */
    enum Outcome {
        /** There is nothing to tell of: the record stays as it is. */
        UNCHANGED,
        /** It is a match, or something else to tell of: {@code annotated} is what it becomes. */
        ANNOTATED,
        /** It was understood and is not a match: of {@code keep} only. */
        DROPPED,
        /** It names one of the rule's actions and could not be judged, for the {@code reason}: it stays as it is. */
        UNREAD
    }

    /** What the module says of a record. What an outcome has no use for is null, or 0. */
    record Judgement(Outcome outcome, byte[] annotated, String verdict, int matches, String reason) {
        static final Judgement UNCHANGED = new Judgement(Outcome.UNCHANGED, null, null, 0, null);
        static final Judgement DROPPED = new Judgement(Outcome.DROPPED, null, null, 0, null);

        static Judgement unread(String reason) {
            return new Judgement(Outcome.UNREAD, null, UNREAD, 0, reason);
        }
    }

    /** The verdict on a record that could not be judged, as in all hosts. */
    static final String UNREAD = "unread";

    /** A module that was compiled to the JVM's code, which takes about a second; instances of it are made in a millisecond. */
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

    /** Makes an instance, with the plain rule in force until it is configured. */
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

    /** The module that comes with this code, compiled once for all tasks of a worker. */
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

    /** Compiles a module. Throws a ChicoryException if it is none. */
    static Compiled compile(byte[] bytes) {
        WasmModule module = Parser.parse(bytes);
        return new Compiled(
                module,
                // What is interpreted is twenty times slower: better to hear of it at once.
                MachineFactoryCompiler.builder(module).withInterpreterFallback(InterpreterFallback.FAIL).compile());
    }

    /**
     * Puts a configuration into force, or, without one, that which the module carries. To be called before the first record. Returns the
     * mistakes in it, a line each; with any of them the instance is not to be used.
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

    /** Judges a record. Whatever it throws, the instance is not to be used again. */
    Judgement judge(byte[] record, boolean isKept) {
        int block = call(allocate, record.length);
        if (block == 0) return Judgement.unread("needs more memory than there is");
        memory.write(block, record);
        // The block is given back with the next one that is asked for.
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
