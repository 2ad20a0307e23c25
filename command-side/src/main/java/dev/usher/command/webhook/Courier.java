package dev.usher.command.webhook;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Hands a body to a receiver, whom it does not trust: a fresh connection to an address that was looked at, no redirects, no
 * cookies, little of the answer, and an end to all of it.
 */
final class Courier implements AutoCloseable {

    private static final int READ_AT_MOST = 1024;

    private final CloseableHttpClient client;
    private final Duration timeout;

    /**
     * Not virtual: a look-up pins its carrier, a receiver that talks fast and for ever would keep it, and every call to Usher
     * runs on the same few. Not the workers either: nothing ends a look-up that hangs.
     */
    private final ExecutorService attempts = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("webhook-attempt-", 0).daemon().factory());

    Courier(PublicHosts hosts, WebhookSettings settings) {
        this.timeout = settings.timeout();
        this.client = withoutFavours()
                .setConnectionManager(connections(hosts, settings))
                // What is kept open was looked at long ago.
                .setConnectionReuseStrategy((_, _, _) -> false)
                .setUserAgent("Usher-Webhooks")
                .build();
    }

    private static HttpClientBuilder withoutFavours() {
        return HttpClients.custom()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression();
    }

    private static HttpClientConnectionManager connections(PublicHosts hosts, WebhookSettings settings) {
        Timeout timeout = Timeout.of(settings.timeout());
        Http1Config bounds = Http1Config.custom()
                .setMaxLineLength(8192)
                .setMaxHeaderCount(100)
                .build();
        // Twice the workers: an attempt that ran out of time may take a moment to let go.
        int most = settings.workers() * 2;
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(hosts)
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(bounds)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .build())
                .build();
    }

    Outcome deliver(URI url, Map<String, String> headers, String body) {
        HttpPost request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        Future<Integer> status = attempts.submit(() -> send(request));
        try {
            return Outcome.answered(status.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return Outcome.failed("no answer within " + timeout);
        } catch (ExecutionException e) {
            return Outcome.failed(inOurWords(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while delivering", e);
        } finally {
            request.cancel();
            status.cancel(true);
        }
    }

    /** Closing the answer would read it to its end, which a receiver need not have; to cancel drops the connection. */
    private int send(HttpPost request) throws IOException {
        try {
            ClassicHttpResponse answer = client.executeOpen(null, request, null);
            HttpEntity content = answer.getEntity();
            if (content != null) {
                content.getContent().readNBytes(READ_AT_MOST);
            }
            return answer.getCode();
        } finally {
            request.cancel();
        }
    }

    private String inOurWords(Throwable cause) {
        return switch (cause) {
            case PublicHosts.Inner _ -> "the host leads to an address that is not public";
            case UnknownHostException _ -> "the host is not known";
            case SocketTimeoutException _ -> "no answer within " + timeout;
            case SSLException _ -> "no trusted TLS connection";
            case java.net.ConnectException _ -> "no connection";
            default -> "no proper answer";
        };
    }

    @Override
    public void close() throws IOException {
        attempts.shutdownNow();
        client.close();
    }
}
