package dev.usher.web;

import dev.usher.api.EmailAddress;
import dev.usher.api.Refusal;
import dev.usher.api.TeamId;
import dev.usher.api.UserId;
import dev.usher.web.OidcSettings.ClaimNames;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** What the claims of a provider's token make of its bearer. Providers differ in where and how they put what they say. */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final ClaimNames names;

    Claims(ClaimNames names) {
        this.names = names;
    }

    /** Who it is has to be said; what else cannot be read is not said. */
    Caller caller(Map<String, Object> claims) {
        return new Caller(
                userId(claims),
                emails(claims),
                read(words(at(claims, names.siteRoles())), Claims::role),
                read(words(at(claims, names.teams())), TeamId::new));
    }

    private UserId userId(Map<String, Object> claims) {
        Object said = at(claims, names.userId());
        try {
            UserId user = new UserId(said instanceof String || said instanceof Number ? said.toString() : null);
            if (user.isApiKey()) {
                throw Refusal.Code.INVALID.because("%s is the name of an API key".formatted(user));
            }
            return user;
        } catch (Refusal refusal) {
            // The token is valid: who can do something about it is the operator.
            LOG.warn("The claim {} of a valid access token is no user id: {}", names.userId(), refusal.getMessage());
            throw new InvalidBearerTokenException("the token does not say whose it is");
        }
    }

    private Set<EmailAddress> emails(Map<String, Object> claims) {
        Stream<String> one = isTrue(at(claims, names.emailVerified())) ? texts(at(claims, names.email())) : Stream.of();
        return read(Stream.concat(one, texts(at(claims, names.verifiedEmails()))), EmailAddress::new);
    }

    private static boolean isTrue(Object said) {
        return said != null && said.toString().equalsIgnoreCase("true");
    }

    private static SiteRole role(String name) {
        return Stream.of(SiteRole.values())
                .filter(role -> role.text().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Refusal.Code.INVALID.because("no site role"));
    }

    /** Null where there is none. A name with dots may be the whole name of a claim, as URLs are, or a path. */
    private static Object at(Map<?, ?> claims, String path) {
        if (path == null || path.isBlank() || claims.containsKey(path)) {
            return path == null ? null : claims.get(path);
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                Object found = at(inner, path.substring(dot + 1));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** A list, or one. */
    private static Stream<String> texts(Object said) {
        return (said instanceof Collection<?> several ? several : said == null ? List.of() : List.of(said))
                .stream().filter(String.class::isInstance).map(String.class::cast);
    }

    /** A list, or words in one text. */
    private static Stream<String> words(Object said) {
        return said instanceof String text
                ? Stream.of(text.split("[\\s,]+")).filter(word -> !word.isEmpty())
                : texts(said);
    }

    private static <T> Set<T> read(Stream<String> texts, Function<String, T> type) {
        return texts.flatMap(text -> {
                    try {
                        return Stream.of(type.apply(text));
                    } catch (Refusal _) {
                        return Stream.of();
                    }
                })
                .collect(Collectors.toUnmodifiableSet());
    }
}
