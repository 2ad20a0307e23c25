package dev.usher.query.view;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A list of any length that takes the room of one chunk: the next one is fetched when the last one has been read. No
 * connection is held in between, however slow the reader. Read once. No record, or JSON would have its fields.
 */
public final class Chunks<E, T> implements Iterable<T> {

    private final List<E> first;
    private final UnaryOperator<List<E>> following;
    private final Function<E, T> shape;

    /** @param following the chunk after this one; never asked after an empty one */
    public Chunks(List<E> first, UnaryOperator<List<E>> following, Function<E, T> shape) {
        this.first = first;
        this.following = following;
        this.shape = shape;
    }

    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {

            private List<E> chunk = first;
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
