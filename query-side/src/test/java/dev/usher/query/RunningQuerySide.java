package dev.usher.query;

import dev.usher.api.Fact;
import dev.usher.eventstore.TestDatabase;
import dev.usher.web.AccessTokens;
import dev.usher.web.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole query side, as its main class starts it, once in this JVM; facts come from the tests. As an extension it
 * stops after the last test, while PostgreSQL still runs: at the end of the JVM both would stop in any order.
 */
public final class RunningQuerySide implements BeforeAllCallback {

    public static final JsonMapper JSON = new JsonMapper();

    private static final ConfigurableApplicationContext CONTEXT = start();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final LogWriter WRITER = new LogWriter(CONTEXT);

    @Override
    public void beforeAll(ExtensionContext test) {
        test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent(RunningQuerySide.class, _ ->
                (AutoCloseable) CONTEXT::close);
    }

    public record Answer(int status, HttpHeaders headers, String text) {

        public JsonNode json() {
            return JSON.readTree(text);
        }

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    public static <T> T bean(Class<T> type) {
        return CONTEXT.getBean(type);
    }

    /** Appends and commits, each fact for itself, in this order. */
    public static void happen(Fact... facts) {
        WRITER.happen(facts);
    }

    /** In one transaction. */
    public static void happenTogether(Collection<? extends Fact> facts) {
        WRITER.happenTogether(facts);
    }

    /** The same, recorded at the time at which each happened. */
    public static void happenThen(Fact... facts) {
        WRITER.happenThen(facts);
    }

    /** With this metadata. */
    public static void happenBy(Map<String, String> metadata, Fact fact) {
        WRITER.happenBy(metadata, fact);
    }

    public static String tokenOf(Caller caller) {
        return bean(AccessTokens.class).issue(caller);
    }

    public static Answer get(String path, Caller caller) {
        return get(path, tokenOf(caller));
    }

    /** @param token an access token, or null for none */
    public static Answer get(String path, String token) {
        return send(request(path, token).GET());
    }

    /** @param headers names and values in turn */
    public static Answer get(String path, Caller caller, String... headers) {
        return send(request(path, tokenOf(caller)).headers(headers).GET());
    }

    /** With an API key. */
    public static Answer getBasic(String path, String keyId, String secret) {
        byte[] both = (keyId + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return send(request(path, null)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(both))
                .GET());
    }

    public static Answer post(String path, String token, String body) {
        return send(
                request(path, token).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    public static Answer delete(String path, Caller caller) {
        return send(request(path, tokenOf(caller)).DELETE());
    }

    private static HttpRequest.Builder request(String path, String token) {
        int port = CONTEXT.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConfigurableApplicationContext start() {
        Stream<String> arguments = Stream.concat(
                Stream.of("server.port=0", "server.address=127.0.0.1"),
                Stream.of(TestDatabase.fresh().properties()));
        return QuerySide.application().run(arguments.map("--"::concat).toArray(String[]::new));
    }
}
