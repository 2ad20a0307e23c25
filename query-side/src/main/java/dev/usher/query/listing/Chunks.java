package dev.usher.query.listing;

import dev.usher.api.organization.InvitationResource;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A list of any length that takes the room of one chunk: the next one is fetched when the last one has been read. No
 * connection is held in between, however slow the reader. Read once. No record, or JSON would have its fields.
 */
final class Chunks<T> implements Iterable<T> {

    private final List<InvitationResource> first;
    private final UnaryOperator<List<InvitationResource>> following;
    private final Function<InvitationResource, T> shape;

    /** @param following the chunk after this one; never asked after an empty one */
    Chunks(
            List<InvitationResource> first,
            UnaryOperator<List<InvitationResource>> following,
            Function<InvitationResource, T> shape) {
        this.first = first;
        this.following = following;
        this.shape = shape;
    }

    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {

            private List<InvitationResource> chunk = first;
            private int next;

            @Override
            public boolean hasNext() {
                if (next == chunk.size() && next > 0) {
                    chunk = following.apply(chunk);
                    next = 0;
                }
                return next < chunk.size();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return shape.apply(chunk.get(next++));
            }
        };
    }
}
