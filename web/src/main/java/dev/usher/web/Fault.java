package dev.usher.web;

import dev.usher.api.Refusal;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * What to answer when something fails that is no {@link Refusal}: the few kinds that a client can do something about,
 * and one kind that says nothing. Looks through the causes, since Axon and Spring wrap.
 */
record Fault(HttpStatus status, String code, String detail, List<Refusal.Field> fields, Duration retryAfter) {

    Fault(HttpStatus status, String code, String detail) {
        this(status, code, detail, List.of(), null);
    }

    static Fault of(HttpStatus status, Refusal refusal) {
        return new Fault(status, refusal.code().text(), refusal.getMessage(), refusal.fields(), refusal.retryAfter());
    }

    private static final Logger LOG = LoggerFactory.getLogger(Fault.class);

    /** The one place that logs a fault, so that each is found in the log once. */
    static Fault logged(Throwable cause, String call) {
        Fault fault = of(cause);
        switch (fault.status()) {
            case INTERNAL_SERVER_ERROR -> LOG.error("{} failed", call, cause);
            case SERVICE_UNAVAILABLE -> LOG.warn("{}: {}: {}", call, fault.detail(), cause.getMessage());
            // Not the detail, which may quote what the caller sent.
            default -> LOG.debug("{}: {}", call, fault.code());
        }
        return fault;
    }

    private static Fault of(Throwable cause) {
        for (Throwable at : chain(cause)) {
            Fault known = known(at);
            if (known != null) {
                return known;
            }
        }
        return new Fault(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal",
                "something went wrong here; the operator finds it under " + Correlation.current());
    }

    private static Fault known(Throwable cause) {
        return switch (cause) {
            case BodyLimit.TooLarge _ ->
                new Fault(HttpStatus.CONTENT_TOO_LARGE, "content-too-large", cause.getMessage());
            case BodyLimit.TooSlow _ -> new Fault(HttpStatus.REQUEST_TIMEOUT, "request-timeout", cause.getMessage());
            case AggregateNotFoundException _ ->
                new Fault(
                        HttpStatus.NOT_FOUND,
                        Refusal.Code.NOT_FOUND.text(),
                        "there is nothing of this id that you may look at");
            case ConcurrencyException _, AggregateStreamCreationException _, ConcurrencyFailureException _ ->
                new Fault(
                        HttpStatus.CONFLICT,
                        Refusal.Code.CONCURRENT_CHANGE.text(),
                        "somebody changed it at the same moment; try again");
            case RequestRejectedException _, InvalidParameterException _ ->
                new Fault(
                        HttpStatus.BAD_REQUEST,
                        Refusal.Code.INVALID.text(),
                        "the request line, a header or a parameter is malformed");
            case ProviderAway _ ->
                new Fault(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "unavailable",
                        "the identity provider is away, so nobody can be recognised; try again");
            case RejectedExecutionException _ ->
                new Fault(HttpStatus.SERVICE_UNAVAILABLE, "busy", "too many of these calls at this moment; try again");
            case Throwable t
            when isDatabaseAway(t) ->
                new Fault(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "the database is away; try again");
            default -> null;
        };
    }

    /** 08: connection lost or refused; 57P: PostgreSQL is shutting down, or starting. */
    private static boolean isDatabaseAway(Throwable cause) {
        return switch (cause) {
            case DataAccessResourceFailureException _,
                    CannotCreateTransactionException _,
                    QueryTimeoutException _,
                    SQLTransientConnectionException _ -> true;
            case SQLException e
            when e.getSQLState() != null ->
                e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57P");
            default -> false;
        };
    }

    private static List<Throwable> chain(Throwable cause) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable at = cause; at != null && !chain.contains(at); at = at.getCause()) {
            chain.add(at);
        }
        return chain;
    }
}
