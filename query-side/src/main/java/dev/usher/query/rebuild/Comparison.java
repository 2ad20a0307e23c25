package dev.usher.query.rebuild;

import java.util.List;

/**
 * What is read, beside what the log says.
 *
 * @param facts that were folded
 * @param position at which both were compared
 * @param differences at most {@value #MOST}; none when both are the same
 */
public record Comparison(long facts, long position, List<Difference> differences) {

    static final int MOST = 100;

    /**
     * @param table without its schema
     * @param key the primary key, as text
     * @param problem in words; says which columns, never what is in them
     */
    public record Difference(String table, String key, String problem) {}
}
