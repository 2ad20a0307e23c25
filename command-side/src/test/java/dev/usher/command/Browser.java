package dev.usher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import dev.usher.api.EmailAddress;
import dev.usher.api.UserId;
import dev.usher.eventstore.Log;
import dev.usher.eventstore.StoredFact;
import dev.usher.web.AccessTokens;
import dev.usher.web.Caller;
import dev.usher.web.SiteRole;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What somebody outside does and sees: calls, answers, letters; and, for the tests only, the log. */
public final class Browser {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int PAGE = 10_000;
    private static final Set<String> OF_THE_POST = Set.of("invitation.mailed", "invitation.mail-failed");

    private final ServletWebServerApplicationContext server;
    private final AccessTokens tokens;
    private final GreenMail mail;
    private final Log log;
    private final Serializer serializer;

    Browser(
            ServletWebServerApplicationContext server,
            AccessTokens tokens,
            GreenMail mail,
            Log log,
            Serializer serializer) {
        this.server = server;
        this.tokens = tokens;
        this.mail = mail;
        this.log = log;
        this.serializer = serializer;
    }

    public record Answer(int status, String body, HttpResponse<String> response) {

        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        public String text(String field) {
            return json().get(field).asString();
        }

        public Answer expect(int expected) {
            assertThat(status).as(body).isEqualTo(expected);
            return this;
        }

        /** Refused with this status, in the form of the membership door. */
        public String reason(int expected) {
            expect(expected);
            assertThat(json().propertyNames()).containsExactlyInAnyOrder("concreteType", "reason");
            assertThat(body).doesNotContain("Exception", "dev.usher", "select ");
            return text("reason");
        }
    }

    /** Nobody, or whoever this token says. */
    public final class As {

        private final String[] headers;

        private As(String... headers) {
            this.headers = headers;
        }

        /** As the header has it. */
        public String authorization() {
            return headers[1];
        }

        public Answer post(String path, Object body) {
            return send("POST", path, BodyPublishers.ofString(json(body)));
        }

        /** As they are, whatever they are. */
        public Answer post(String path, byte[] body) {
            return send("POST", path, BodyPublishers.ofByteArray(body));
        }

        public Answer put(String path) {
            return send("PUT", path, BodyPublishers.noBody());
        }

        public Answer put(String path, Object body) {
            return send("PUT", path, BodyPublishers.ofString(json(body)));
        }

        public Answer delete(String path) {
            return send("DELETE", path, BodyPublishers.noBody());
        }

        public Answer get(String path) {
            return send("GET", path, BodyPublishers.noBody());
        }

        private static String json(Object body) {
            return body instanceof String text ? text : JsonMapper.shared().writeValueAsString(body);
        }

        private Answer send(String method, String path, HttpRequest.BodyPublisher body) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri(path)).method(method, body).header("Content-Type", "application/json");
            for (int i = 0; i < headers.length; i += 2) {
                request.setHeader(headers[i], headers[i + 1]);
            }
            try {
                HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
                return new Answer(response.statusCode(), response.body(), response);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The same caller with more headers. */
    public As with(As caller, String... headers) {
        return new As(Stream.concat(Arrays.stream(caller.headers), Arrays.stream(headers))
                .toArray(String[]::new));
    }

    /** For calls that this class cannot make. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getWebServer().getPort() + path);
    }

    public As nobody() {
        return new As();
    }

    public As with(String... headers) {
        return new As(headers);
    }

    public As bearer(String token) {
        return new As("Authorization", "Bearer " + token);
    }

    public As user(UserId id, SiteRole... roles) {
        return bearer(tokens.issue(new Caller(id, Set.of(), Set.copyOf(Arrays.asList(roles)))));
    }

    /** Somebody whose token says that this address is theirs. */
    public As owner(UserId id, EmailAddress address) {
        return bearer(tokens.issue(new Caller(id, Set.of(address), Set.of())));
    }

    /** The text of every letter that arrived at this address, oldest first. */
    public List<String> letters(EmailAddress address) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> isTo(message, address))
                .map(Browser::text)
                .toList();
    }

    public List<String> awaitLetters(EmailAddress address, int count) {
        return await().atMost(Duration.ofSeconds(60)).until(() -> letters(address), found -> found.size() >= count);
    }

    /** Every fact of the log from this position on: name, payload, metadata. */
    public List<Map<String, Object>> facts() {
        List<StoredFact> all = new ArrayList<>();
        for (List<StoredFact> page = log.after(0, PAGE);
                !page.isEmpty();
                page = log.after(all.getLast().position(), PAGE)) {
            all.addAll(page);
        }
        return all.stream().map(this::told).toList();
    }

    private Map<String, Object> told(StoredFact stored) {
        SerializedObject<String> payload = serializer.serialize(stored.fact(), String.class);
        Map<String, Object> told = new HashMap<>();
        told.put("name", payload.getType().getName());
        told.put("payload", payload.getData());
        told.put("actor", stored.metadata().get(StoredFact.ACTOR));
        told.put("correlation", stored.metadata().get(StoredFact.CORRELATION_ID));
        return told;
    }

    /** The facts that somebody's call or a duty decided; those of the post come whenever a letter has gone. */
    public List<Map<String, Object>> decisions() {
        return facts().stream()
                .filter(fact -> !OF_THE_POST.contains(fact.get("name").toString()))
                .toList();
    }

    /** The {@link #decisions()} whose payload mentions this. */
    public List<Map<String, Object>> factsAbout(Object id) {
        return decisions().stream()
                .filter(fact -> fact.get("payload").toString().contains(id.toString()))
                .toList();
    }

    public List<String> namesOfFactsAbout(Object id) {
        return factsAbout(id).stream().map(fact -> fact.get("name").toString()).toList();
    }

    private static boolean isTo(MimeMessage message, EmailAddress address) {
        try {
            return message.getAllRecipients()[0].toString().equals(address.value());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Part part) {
        try {
            if (part.isMimeType("text/plain")) {
                return part.getContent().toString();
            }
            BodyPart first = ((Multipart) part.getContent()).getBodyPart(0);
            return text(first);
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
