/** How views are folded from the log: a projection changes rows in memory, and this reads and writes them. */
package dev.usher.query.projection;
