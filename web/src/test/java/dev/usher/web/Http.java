package dev.usher.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP to the application under test, with nothing in between that would tidy up the request. */
record Http(HttpClient client, int port, String... headers) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    Http(int port, String... headers) {
        this(CLIENT, port, headers);
    }

    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    /** The same with these headers instead. */
    Http with(String... others) {
        return new Http(client, port, others);
    }

    /** The same from another of this machine's addresses. */
    Http from(String address) {
        return new Http(
                HttpClient.newBuilder()
                        .localAddress(InetAddress.ofLiteral(address))
                        .build(),
                port,
                headers);
    }

    Http as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer post(String path, String json) {
        return post(path, json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    Answer post(String path, byte[] body, String type) {
        return plus("Content-Type", type).send("POST", path, BodyPublishers.ofByteArray(body));
    }

    Answer postChunked(String path, byte[] body) {
        return plus("Content-Type", "application/json")
                .send("POST", path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    Answer send(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Http plus(String name, String value) {
        String[] more = java.util.Arrays.copyOf(headers, headers.length + 2);
        more[headers.length] = name;
        more[headers.length + 1] = value;
        return with(more);
    }
}
