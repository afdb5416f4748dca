package io.github.keyward.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Runs records through the transform for a program outside the JVM: values come from standard input and go to standard output,
 * each after its length (32 bits, big-endian; -1 for null). Each record yields one value, followed by its headers as text, or -2
 * without headers if it was dropped. Arguments are settings, {@code name=value}; with {@code --text}, values are strings.
 */
final class Pipe {
    private static final int DROPPED = -2;

    private Pipe() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = new HashMap<>();
        boolean isText = false;
        for (String argument : arguments) {
            if (argument.equals("--text")) isText = true;
            else settings.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        KeywardTransform<SinkRecord> transform = new KeywardTransform<>();
        transform.configure(settings);
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        long judging = 0;
        for (long offset = 0; ; offset++) {
            byte[] bytes;
            try {
                int length = in.readInt();
                bytes = length < 0 ? null : in.readNBytes(length);
            } catch (EOFException end) {
                break;
            }
            Object value = bytes != null && isText ? new String(bytes, UTF_8) : bytes;
            SinkRecord record = new SinkRecord("logs", 0, null, null, null, value, offset);
            long start = System.nanoTime();
            SinkRecord result = transform.apply(record);
            judging += System.nanoTime() - start;
            if (result == null) {
                out.writeInt(DROPPED);
                continue;
            }
            Object answer = result.value();
            write(out, answer instanceof String text ? text.getBytes(UTF_8) : (byte[]) answer);
            StringBuilder headers = new StringBuilder();
            for (Header header : result.headers()) headers.append(header.key()).append('=').append(header.value()).append('\n');
            write(out, headers.toString().getBytes(UTF_8));
        }
        out.flush();
        transform.close();
        System.err.println("judging took " + judging / 1000 + " µs");
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) out.write(bytes);
    }
}
