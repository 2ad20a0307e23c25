package dev.usher.query.listing;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;

/**
 * Which invitations, in which order.
 *
 * @param name tells it from every other one: a token of one list says nothing about another. Without the order
 * @param parts conditions in SQL that exclude each other, made of our own words alone; {@code :now} is there. Each part
 *     should be what an index has in this order
 * @param values of the parameters in the parts and the total
 * @param total how many there are, in SQL of our own words alone: {@link #counted} where they are few, otherwise {@link Totals}
 */
public record Selection(String name, List<String> parts, Map<String, Object> values, Sort sort, String total) {

    /**
     * Pending, and not overdue. As a sum, so that PostgreSQL looks for none of them by the time of their expiry, which it takes
     * for a better choice than it is: those that are not overdue are nearly all that are pending. {@code :now} is there.
     */
    public static final String OPEN = "status = 'pending' and expires_at + interval '0' > :now";

    public Selection {
        parts = List.copyOf(parts);
        values = Map.copyOf(values);
    }

    /** Looks at each of those that the parts mean, in an index where one has all that it takes. */
    public static String counted(List<String> parts) {
        return parts.stream()
                .map("(select count(*) from query_side.invitation where %s)"::formatted)
                .collect(joining(" + "));
    }
}
