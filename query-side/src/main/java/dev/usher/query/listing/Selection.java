package dev.usher.query.listing;

import java.util.List;
import java.util.Map;

/**
 * Which invitations, in which order.
 *
 * @param name tells it from every other one: a token of one list says nothing about another. Without the order
 * @param parts conditions in SQL that exclude each other, made of our own words alone; {@code :now} is there. Each part
 *     should be what an index has in this order
 * @param values of the parameters in the parts
 */
public record Selection(String name, List<String> parts, Map<String, Object> values, Sort sort) {

    public Selection {
        parts = List.copyOf(parts);
        values = Map.copyOf(values);
    }
}
