package dev.usher.command.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.api.InvitationId;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.command.SharedCommandSide;
import dev.usher.command.organization.NewInvitation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever comes as a batch: it is refused as a whole, or each of its rows has a result that can be written and read. */
class BatchFuzzTest {

    enum Form {
        JSON,
        NDJSON,
        CSV;

        Rows rows(byte[] body) {
            String text = Rows.text(body);
            JsonMapper json = SharedCommandSide.bean(JsonMapper.class);
            return switch (this) {
                case JSON -> new JsonRows(text, json);
                case NDJSON -> new NdjsonRows(text, json);
                case CSV -> new CsvRows(text);
            };
        }

        String whole(List<String> parts) {
            return switch (this) {
                case JSON -> "[" + String.join(",", parts) + "]";
                case NDJSON -> String.join("\n", parts);
                case CSV ->
                    "email,role,message,locale,expiresIn,acceptUrl,channel,metadata.a\n" + String.join("\n", parts);
            };
        }
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        3,
                        Arbitraries.of(
                                "ann@example.org",
                                "ann@exämple.org",
                                "ann@stra\u00dfe.example",
                                "x",
                                "",
                                "member",
                                "king",
                                "PT1H",
                                "P1Y",
                                "de-CH",
                                "link",
                                "https://evil.example/",
                                "http://localhost/a?t=",
                                "\uFEFF",
                                "\u0000",
                                "\\u0000",
                                "\\ud800",
                                "\\udc00\\ud800",
                                "\u202E",
                                "e\u0301",
                                "a\rb",
                                "a\\nb",
                                "'; drop table",
                                "=1+1",
                                "\"",
                                "\"\"",
                                ",",
                                "{",
                                "[",
                                "\u2028",
                                "😀")),
                Tuple.of(1, Arbitraries.strings().ofMaxLength(8)));
    }

    @Provide
    Arbitrary<String> objects() {
        Arbitrary<String> name = Arbitraries.of(
                "email",
                "inviteeId",
                "role",
                "message",
                "locale",
                "expiresIn",
                "acceptUrl",
                "channel",
                "metadata",
                "x",
                "\\ud800",
                "");
        Arbitrary<String> odd = Arbitraries.of(
                "null",
                "7",
                "-0",
                "1e999999999",
                "9".repeat(1001),
                "true",
                "[]",
                "{}",
                "{\"a\":\"b\"}",
                "{\"a\":null}",
                "{\"a\":7}",
                "{\"\\u0000\":\"\\ud800\"}",
                "[".repeat(600),
                "{\"a\":".repeat(600),
                "nul",
                "'",
                "01",
                "NaN");
        Arbitrary<String> value = Arbitraries.oneOf(values().map(text -> "\"" + text + "\""), odd);
        return Combinators.combine(name, value)
                .as((field, text) -> "\"" + field + "\":" + text)
                .list()
                .ofMaxSize(4)
                .map(fields -> "{" + String.join(",", fields) + "}");
    }

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> cell = Arbitraries.oneOf(values(), values().map(text -> "\"" + text + "\""));
        return cell.list().ofMaxSize(9).map(cells -> String.join(",", cells));
    }

    @Provide
    Arbitrary<List<String>> parts() {
        return Arbitraries.oneOf(objects(), lines(), values())
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property(tries = 600)
    void a_body_that_looks_like_one(@ForAll Form form, @ForAll("parts") List<String> parts) {
        check(form, form.whole(parts).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 300)
    void a_body_with_other_bytes(
            @ForAll Form form, @ForAll("parts") List<String> parts, @ForAll int at, @ForAll byte[] other) {
        byte[] body = form.whole(parts).getBytes(StandardCharsets.UTF_8);
        Assume.that(body.length > 0);
        for (int i = 0; i < other.length; i++) {
            body[Math.floorMod(at * (i + 1), body.length)] = other[i];
        }
        check(form, body);
    }

    @Property(tries = 300)
    void any_bytes(@ForAll Form form, @ForAll byte[] body) {
        check(form, body);
    }

    private static void check(Form form, byte[] body) {
        List<Row> rows = new ArrayList<>();
        try {
            Rows read = form.rows(body);
            int count = read.count();
            read.forEach(rows::add);
            assertThat(rows).hasSize(count);
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID);
            assertThat(refusal.getMessage()).doesNotContain("java.", "Exception", "dev.usher");
            return;
        }
        assertThat(rows.stream().map(Row::number))
                .isEqualTo(IntStream.rangeClosed(1, rows.size()).boxed().toList());
        List<JsonNode> results =
                written(rows.stream().map(BatchFuzzTest::result).toList());
        assertThat(results).hasSize(rows.size() + 1);
    }

    /** As if everything were possible that can be wished for. */
    private static RowResult result(Row row) {
        try {
            if (row.unreadable() != null) {
                throw row.unreadable();
            }
            NewInvitation.Reader reader = SharedCommandSide.bean(NewInvitation.Reader.class);
            reader.wish(InvitationId.next(), new TeamId("t"), new UserId("u"), row.given());
            return RowResult.created(row, InvitationId.next());
        } catch (Refusal refusal) {
            assertThat(refusal.code().kind()).isEqualTo(Refusal.Kind.INVALID);
            return RowResult.refused(row, refusal, null);
        }
    }

    private static List<JsonNode> written(List<RowResult> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Results results = new Results(out, SharedCommandSide.bean(JsonMapper.class));
        results.write(rows);
        results.end();
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }
}
