package dev.usher.query.listing;

import dev.usher.api.token.KeyRing;
import dev.usher.eventstore.KeyRings;
import dev.usher.query.ViewDatabase;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Lists over the views alone, without a log and with one key. */
public final class ListingsOverViews {

    private ListingsOverViews() {}

    public static Listings listings() {
        return listings(ViewDatabase.dataSource());
    }

    static Listings listings(DataSource views) {
        return new Listings(JdbcClient.create(views), new Rows(JsonMapper.shared()), tokens(), Clock.systemUTC());
    }

    static PageTokens tokens() {
        return new PageTokens(new OneKey());
    }

    private record OneKey() implements KeyRings, KeyRing {

        @Override
        public KeyRing ring(String purpose, Supplier<byte[]> fresh) {
            return this;
        }

        @Override
        public void rotate(String purpose) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Key current() {
            return new Key(1, new byte[32]);
        }

        @Override
        public Optional<Key> version(int version) {
            return all().stream().filter(key -> key.version() == version).findFirst();
        }

        @Override
        public List<Key> all() {
            return List.of(current());
        }
    }
}
