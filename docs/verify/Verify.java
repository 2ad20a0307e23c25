import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/*
 * Verifies an export of Usher's log as docs/audit.md describes it, and shares nothing with Usher: one file, a JDK and no library.
 *
 *     java Verify.java events.ndjson checkpoints.ndjson <public key in base64> [<another one>...]
 *
 * Exit code 0 and "good", or 1 and the first position that does not fit. Each key is trusted as it is; endorsements are not followed.
 */
public class Verify {

    static final byte[] NONE = {};

    static MessageDigest sha256() throws Exception {
        return MessageDigest.getInstance("SHA-256");
    }

    public static void main(String... args) throws Exception {
        Deque<Map<String, String>> checkpoints = new ArrayDeque<>();
        try (var lines = Files.lines(Path.of(args[1]))) {
            lines.filter(line -> line.endsWith("}")).forEach(line -> checkpoints.add(flat(line)));
        }
        long bad = new Verify().check(Path.of(args[0]), checkpoints, List.of(args).subList(2, args.length));
        System.out.println(bad == 0 ? "good" : "NOT GOOD: position " + bad);
        System.exit(bad == 0 ? 0 : 1);
    }

    Map<String, byte[]> hashes = new HashMap<>();
    byte[] digest = NONE;
    long last;
    long signedTo;
    long number;
    Deque<long[]> ranges = new ArrayDeque<>();
    Map<String, String> open;
    MessageDigest running;

    /** @return the first position that does not fit, or 0 */
    long check(Path events, Deque<Map<String, String>> checkpoints, Iterable<String> keys) throws Exception {
        try (var reader = Files.newBufferedReader(events)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                long bad;
                try {
                    bad = fact(line, checkpoints, keys);
                } catch (RuntimeException e) { // a line that is none
                    bad = last + 1;
                }
                if (bad > 0) {
                    return bad;
                }
            }
        }
        if (open == null && !checkpoints.isEmpty() && !begin(checkpoints.remove(), keys)) {
            return signedTo + 1;
        }
        return open == null ? 0 : ranges.peek()[0];
    }

    long fact(String line, Deque<Map<String, String>> checkpoints, Iterable<String> keys) throws Exception {
        int data = line.indexOf(",\"data\":");
        if (data < 0 || !line.endsWith("}")) {
            return last + 1;
        }
        Map<String, String> event = flat(line.substring(0, data) + "}");
        long position = Long.parseLong(event.get("position"));
        if (position <= last) {
            return last + 1;
        }
        if (open == null && !checkpoints.isEmpty() && !begin(checkpoints.remove(), keys)) {
            return signedTo + 1;
        }
        if (open != null) {
            long[] range = ranges.peek();
            if (position != range[0]) {
                return Math.min(position, range[0]);
            }
            if (range[0]++ == range[1]) {
                ranges.remove();
            }
        }
        if (!event.get("source").startsWith("/") || !event.get("type").startsWith("dev.usher.")) {
            return position;
        }
        byte[] hash = HexFormat.of().parseHex(event.get("hash"));
        String subject = event.get("subject");
        boolean first = event.get("sequence").equals("0");
        if (!first && !hashes.containsKey(subject)
                || !MessageDigest.isEqual(hash, hash(event, line.substring(data + 8, line.length() - 1), first ? NONE : hashes.get(subject)))) {
            return position;
        }
        hashes.put(subject, hash);
        last = position;
        return open == null || end(hash) ? 0 : Long.parseLong(open.get("from"));
    }

    static byte[] hash(Map<String, String> event, String data, byte[] previous) throws Exception {
        for (String value : event.values()) {
            if (!new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(value)) {
                throw new IllegalArgumentException("half a character");
            }
        }
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(event.get("time")));
        String text = "[" + String.join(", ",
                event.get("position"),
                quoted(event.get("id")),
                quoted(event.get("source").substring(1)),
                quoted(event.get("subject")),
                event.get("sequence"),
                quoted(event.get("type").substring("dev.usher.".length())),
                quoted(event.get("revision")),
                BigDecimal.valueOf(micros, 6).toPlainString(),
                Integer.toString(event.get("metadata").getBytes(StandardCharsets.UTF_8).length),
                event.get("metadata"),
                data) + "]";
        MessageDigest sha256 = sha256();
        sha256.update(previous);
        return sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    }

    static String quoted(String value) {
        if (value == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder();
        for (char one : value.toCharArray()) {
            int plain = "\b\f\n\r\t\"\\".indexOf(one);
            quoted.append(plain >= 0 ? "\\" + "bfnrt\"\\".charAt(plain) : one < ' ' ? "\\u00" + HexFormat.of().toHexDigits((byte) one) : one);
        }
        return '"' + quoted.toString() + '"';
    }

    boolean begin(Map<String, String> checkpoint, Iterable<String> keys) throws Exception {
        String text = String.join("\n", "usher checkpoint 1", checkpoint.get("number"), checkpoint.get("from"), checkpoint.get("to"),
                checkpoint.get("facts"), checkpoint.get("positions"), checkpoint.get("previous"), checkpoint.get("digest"),
                checkpoint.get("at"), checkpoint.get("key")) + "\n";
        boolean signed = false;
        for (String key : keys) {
            Signature signature = Signature.getInstance("Ed25519");
            PublicKey known = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key)));
            signature.initVerify(known);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            signed |= signature.verify(Base64.getDecoder().decode(checkpoint.get("signature")));
        }
        if (!signed
                || Long.parseLong(checkpoint.get("number")) != ++number
                || Long.parseLong(checkpoint.get("from")) != signedTo + 1
                || !checkpoint.get("previous").equals(HexFormat.of().formatHex(digest))) {
            return false;
        }
        open = checkpoint;
        for (String range : checkpoint.get("positions").split(",")) {
            String[] ends = range.split("-");
            ranges.add(new long[] {Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])});
        }
        running = sha256();
        running.update(digest);
        return true;
    }

    /** @return false when the facts of a checkpoint are not those that were signed */
    boolean end(byte[] hash) {
        running.update(hash);
        if (!ranges.isEmpty()) {
            return true;
        }
        digest = running.digest();
        if (!open.get("digest").equals(HexFormat.of().formatHex(digest))) {
            return false;
        }
        signedTo = Long.parseLong(open.get("to"));
        open = null;
        return true;
    }

    /** A JSON object of texts and numbers. */
    static Map<String, String> flat(String json) {
        Map<String, String> object = new HashMap<>();
        int[] at = {0};
        for (char before = '{'; json.charAt(at[0]) != '}'; before = ',') {
            expect(before, json, at);
            if (json.charAt(at[0]) != '"') {
                throw new IllegalArgumentException("no name at " + at[0]);
            }
            String name = value(json, at);
            expect(':', json, at);
            object.put(name, value(json, at));
        }
        return object;
    }

    static void expect(char wanted, String json, int[] at) {
        if (json.charAt(at[0]++) != wanted) {
            throw new IllegalArgumentException("no %s at %d".formatted(wanted, at[0] - 1));
        }
    }

    static String value(String json, int[] at) {
        int i = at[0];
        StringBuilder value = new StringBuilder();
        if (json.charAt(i) != '"') {
            while (Character.isDigit(json.charAt(i))) {
                value.append(json.charAt(i++));
            }
            if (i == at[0]) {
                throw new IllegalArgumentException("no value at " + i);
            }
            at[0] = i;
            return value.toString();
        }
        for (i++; json.charAt(i) != '"'; i++) {
            if (json.charAt(i) != '\\') {
                value.append(json.charAt(i));
                continue;
            }
            char escaped = json.charAt(++i);
            int plain = "bfnrt".indexOf(escaped);
            if ("bfnrtu\"\\/".indexOf(escaped) < 0) {
                throw new IllegalArgumentException("no escape at " + i);
            }
            if (escaped == 'u') {
                value.append((char) Integer.parseInt(json, i + 1, i + 5, 16));
                i += 4;
            } else {
                value.append(plain < 0 ? escaped : "\b\f\n\r\t".charAt(plain));
            }
        }
        at[0] = i + 1;
        return value.toString();
    }
}
